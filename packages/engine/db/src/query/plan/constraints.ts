import { compareKeyParts, type KeyPart } from '@statehouse/collections';
import { endOfPrefix } from '../../indexes/prefix.ts';
import { wordsIn } from '../../indexes/words.ts';
import { type Condition, conjunctsOf, type FieldTest } from '../expression/condition.ts';

/** Stands for the id of the row that others are joined to. */
export const LINK: unique symbol = Symbol('link');

/** A part of a key: a value, or the id of the row that the rows are joined to. */
export type Term = KeyPart | typeof LINK;

/** How the rows of a level hang on a row above them: their `field` holds its id, or a list with it. */
export interface Link {
  readonly field: string;
  readonly many: boolean;
}

/** One end of the values that a field may have. */
export interface Bound {
  readonly value: KeyPart;
  readonly isExclusive: boolean;
}

/** The values that a field may have; null is never among them. */
export interface Bounds {
  readonly low?: Bound;
  readonly high?: Bound;
}

/** What must hold of the fields, as far as an index can use it. */
export interface Constraints {
  /** The values that a field may have: one, or several. */
  readonly equal: ReadonlyMap<string, readonly Term[]>;
  readonly bounds: ReadonlyMap<string, Bounds>;
  /** The members that a set or a list of references must have. */
  readonly members: ReadonlyMap<string, Term>;
  /** The words that a field must have, each at least as the beginning of one. They are tested row by row too. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** How many conditions are in none of these: no index answers them whole. */
  readonly residual: number;
}

/** Reads the constraints off a condition, and off the link of a join. */
export function constraintsOf(condition: Condition, link?: Link): Constraints {
  const equal = new Map<string, readonly Term[]>();
  const bounds = new Map<string, Bounds>();
  const members = new Map<string, Term>();
  const words = new Map<string, readonly string[]>();
  let residual = 0;
  if (link?.many === true) members.set(link.field, LINK);
  else if (link !== undefined) equal.set(link.field, [LINK]);
  for (const one of conjunctsOf(condition)) {
    const test = one.kind === 'field' ? one : undefined;
    const terms = test === undefined ? undefined : termsOf(test);
    const stretch = test === undefined ? undefined : boundsOf(test);
    if (test !== undefined && terms !== undefined && !equal.has(test.field)) equal.set(test.field, terms);
    else if (test?.operator === 'has' && !members.has(test.field)) members.set(test.field, test.operand);
    else if (test !== undefined && stretch !== undefined) {
      const known = bounds.get(test.field) ?? {};
      // Of two bounds at one end the first narrows; the other is tested row by row.
      if (Object.keys(stretch).some((end) => end in known)) residual += 1;
      bounds.set(test.field, { ...stretch, ...known });
    } else {
      residual += 1;
      if (test?.operator === 'matches') words.set(test.field, wordsIn(test.operand));
    }
  }
  return { equal, bounds, members, words, residual };
}

function termsOf(test: FieldTest): readonly Term[] | undefined {
  if (test.operator === '=') return [test.operand];
  if (test.operator !== 'in') return undefined;
  return [...new Set(test.operand)].sort(compareKeyParts);
}

function boundsOf(test: FieldTest): Bounds | undefined {
  switch (test.operator) {
    case '<':
    case '<=':
      return { high: { value: test.operand, isExclusive: test.operator === '<' } };
    case '>':
    case '>=':
      return { low: { value: test.operand, isExclusive: test.operator === '>' } };
    case 'between': {
      const [low, high] = test.operand;
      return { low: { value: low, isExclusive: false }, high: { value: high, isExclusive: false } };
    }
    case 'startsWith': {
      const end = endOfPrefix(test.operand);
      const low = { value: test.operand, isExclusive: false };
      return end === undefined ? { low } : { low, high: { value: end, isExclusive: true } };
    }
    default:
      return undefined;
  }
}
