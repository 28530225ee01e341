import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffStrings } from './string-diff.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 1000),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

/** The length of the longest common subsequence, by the plainest table. */
function commonLength(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const unit of a) {
    const next = [0];
    for (let index = 0; index < b.length; index += 1) {
      next.push(b[index] === unit ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

test('changes make the one string of the other and touch as few units as possible', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      let result = '';
      let reached = 0;
      let touched = 0;
      for (const change of diffStrings(before, after)) {
        result += before.slice(reached, change.beforeStart);
        expect(change.afterStart).toBe(result.length);
        result += after.slice(change.afterStart, change.afterEnd);
        reached = change.beforeEnd;
        touched += change.beforeEnd - change.beforeStart + change.afterEnd - change.afterStart;
      }
      expect(result + before.slice(reached)).toBe(after);
      expect(touched).toBe(before.length + after.length - 2 * commonLength(before, after));
    }),
    run,
  );
});

test('strings too different for the search become one change between what they share at the ends', () => {
  expect(diffStrings(`head ${'a'.repeat(600)} tail`, `head ${'b'.repeat(600)} tail`)).toEqual([
    { beforeStart: 5, beforeEnd: 605, afterStart: 5, afterEnd: 605 },
  ]);
  expect(diffStrings('same', 'same')).toEqual([]);
});
