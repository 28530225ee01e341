/**
 * A change of a text in normal form, a list of: a positive number (keep so many units), a string (insert it), a
 * negative number (delete so many units).
 *
 * Normal form: not empty, no zero and no empty string, no two neighbours of one kind, at one place the insertion
 * before the deletion, and no keep at the end. Anything else is refused at the gate.
 */
export type TextDelta = readonly (number | string)[];
