/**
 * Words for what JSON has none for. They stand in a projection as strings, or as the only key of an object, and each
 * stands for itself when it is projected again. The brackets are reserved: a text of the application that is written
 * like one of them is taken for it.
 */
export const UNDEFINED = '⟦undefined⟧';
/** Where a value led back to something that it stands in. */
export const CYCLE = '⟦cycle⟧';
/** Below the depth to which is looked. */
export const DEEP = '⟦deep⟧';
export const FUNCTION = '⟦function⟧';
/** Where reading threw. */
export const UNREADABLE = '⟦unreadable⟧';
/** What is of a class and shows nothing of itself: no fields, no `toJSON`. */
export const OPAQUE = '⟦opaque⟧';

/** Keys: of a list of pairs, of a list of members, of the fields of an error. */
export const MAP = '⟦map⟧';
export const SET = '⟦set⟧';
export const ERROR = '⟦error⟧';

const NOTHINGS: ReadonlySet<string> = new Set([UNDEFINED, CYCLE, DEEP, FUNCTION, UNREADABLE, OPAQUE]);
const PSEUDONYM = /^⟦(?:secret|bytes):[0-9a-f]{32}⟧$/;
const EVERY_PSEUDONYM = /⟦(?:secret|bytes):[0-9a-f]{32}⟧/g;
const PSEUDONYM_INSIDE = /⟦(?:secret|bytes):[0-9a-f]{32}⟧/;

/** Whether a text says only that there is nothing to see. */
export function isNothing(text: string): boolean {
  return NOTHINGS.has(text);
}

/** Whether a text stands for a secret and says nothing else. */
export function isPseudonym(text: string): boolean {
  return PSEUDONYM.test(text);
}

export function holdsPseudonym(text: string): boolean {
  return PSEUDONYM_INSIDE.test(text);
}

export function withoutPseudonyms(text: string): string {
  return text.includes('⟦') ? text.replace(EVERY_PSEUDONYM, '') : text;
}

/** A word for a value: `⟦bigint:5⟧`. */
export function markOf(kind: string, text: string): string {
  return `⟦${kind}:${text}⟧`;
}

/** What a word says, by its kind; undefined for other texts. */
export function readMark(text: string): { readonly kind: string; readonly text: string } | undefined {
  if (!text.startsWith('⟦') || !text.endsWith('⟧')) return undefined;
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { kind: text.slice(1, colon), text: text.slice(colon + 1, -1) };
}
