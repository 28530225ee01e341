import type { ChangeSpec } from '@codemirror/state';
import fc from 'fast-check';

/** One change, at a place that is a share of the text's length, wherever that is. */
export interface AnyChange {
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
}

/** Text in which pairs, halves of pairs and line ends of all kinds are common. */
const anyInsert: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'b', ' ', '\n', '\r', '漢', '😀', '😁', '🐀', '\ud83d', '\ude00'), {
    maxLength: 4,
  })
  .map((units) => units.join(''));

export const anyWellFormed: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r', '漢', '😀', '😁', '🐀'), { maxLength: 12 })
  .map((units) => units.join(''));

/** Several changes of one transaction. */
export const anyChanges: fc.Arbitrary<readonly AnyChange[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    deleted: fc.nat(3),
    inserted: fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 2, arbitrary: anyInsert }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The changes as an editor takes them: in the coordinates of a text of this length, not overlapping. */
export function changesIn(length: number, changes: readonly AnyChange[]): readonly ChangeSpec[] {
  let free = 0;
  return [...changes]
    .sort((left, right) => left.at - right.at)
    .flatMap(({ at, deleted, inserted }) => {
      const from = Math.max(free, Math.round(at * length));
      const to = Math.min(length, from + deleted);
      if (from > length) return [];
      free = to + 1;
      return [{ from, to, insert: inserted }];
    });
}

/** How many cases, and from which seed: see CONTRIBUTING. */
export function casesOf(count: number): { readonly numRuns: number; readonly seed?: number } {
  const seed = process.env.STATEHOUSE_SEED;
  const numRuns = Number(process.env.STATEHOUSE_CASES ?? count);
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}
