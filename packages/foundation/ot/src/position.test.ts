import { seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPosition, LONGEST_POSITION, positionsBetween } from './position.ts';
import { lawParameters } from './testing/text-delta.arbitrary.ts';

const anyPosition = fc
  .tuple(fc.stringMatching(/^[0-9A-Za-z]{0,12}$/), fc.stringMatching(/^[1-9A-Za-z]$/))
  .map(([start, end]) => start + end);
/** Keys that share long beginnings, where there is little room. */
const anyCloseBy = fc
  .tuple(fc.stringMatching(/^[0az]{0,6}$/), fc.constantFrom('1', '2', 'z'))
  .map(([a, b]) => a + b);
const anyEnd = fc.oneof(fc.constant(null), anyPosition, anyCloseBy);

test('keys lie strictly between their neighbours, strictly increase and are well-formed', () => {
  fc.assert(
    fc.property(anyEnd, anyEnd, fc.integer({ min: 1, max: 70 }), fc.nat(), (one, other, count, seed) => {
      fc.pre(one === null || one !== other);
      const [before, after] = one !== null && other !== null && one > other ? [other, one] : [one, other];
      const keys = positionsBetween(before, after, count, seededRandom(seed));
      expect(keys.length).toBe(count);
      const line = [...(before === null ? [] : [before]), ...keys, ...(after === null ? [] : [after])];
      const faults = line.filter(
        (key, index) => !isPosition(key) || (index > 0 && key <= (line[index - 1] ?? '')),
      );
      expect(faults).toEqual([]);
    }),
    lawParameters(),
  );
});

test('a list in which people insert anywhere stays in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), fc.nat(), (places, seed) => {
      const random = seededRandom(seed);
      const keys: string[] = [];
      for (const choice of places) {
        const at = choice % (keys.length + 1);
        const made = positionsBetween(keys[at - 1] ?? null, keys[at] ?? null, 1 + (choice % 3), random);
        keys.splice(at, 0, ...made);
      }
      expect(keys.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(keys);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    lawParameters(),
  );
});

test('two clients that insert at one place get different keys, and what they paste does not interleave', () => {
  fc.assert(
    fc.property(anyEnd, fc.nat(), fc.nat(), (before, seed, otherSeed) => {
      fc.pre(seed !== otherSeed);
      const mine = positionsBetween(before, null, 5, seededRandom(seed));
      const yours = positionsBetween(before, null, 5, seededRandom(otherSeed));
      const all = [...mine, ...yours].sort();
      const owners = all.map((key) => (mine.includes(key) ? 'm' : 'y')).join('');
      expect(['mmmmmyyyyy', 'yyyyymmmmm']).toContain(owners);
    }),
    lawParameters(),
  );
});

function longestAfter(
  count: number,
  next: (newest: string, earlier: string) => readonly [string | null, string | null],
) {
  const random = seededRandom(7);
  let [earlier = '', newest = ''] = positionsBetween(null, null, 2, random);
  let longest = 0;
  for (let index = 0; index < count; index += 1) {
    const [key = ''] = positionsBetween(...next(newest, earlier), 1, random);
    longest = Math.max(longest, key.length);
    [earlier, newest] = [newest, key];
  }
  return longest;
}

test('ten thousand insertions at either end keep keys short', () => {
  expect(longestAfter(10_000, (newest) => [newest, null])).toBeLessThan(16);
  expect(longestAfter(10_000, (newest) => [null, newest])).toBeLessThan(16);
});

test('inserting again and again behind or before the newest in the middle grows by a character in ten or more', () => {
  expect(longestAfter(1_000, (newest) => [newest, 'b00z'])).toBeLessThan(100);
  expect(longestAfter(1_000, (newest) => ['Z1', newest])).toBeLessThan(100);
});

test('halving one gap again and again grows by less than a character each time', () => {
  const longest = longestAfter(500, (newest, earlier) =>
    newest < earlier ? [newest, earlier] : [earlier, newest],
  );
  expect(longest).toBeLessThan(400);
});

test('neighbours that are equal or out of order are refused', () => {
  const random = seededRandom(1);
  expect(() => positionsBetween('b', 'b', 1, random)).toThrow(
    expect.objectContaining({ code: 'ot/position-order' }),
  );
  expect(() => positionsBetween('c', 'b', 1, random)).toThrow(
    expect.objectContaining({ code: 'ot/position-order' }),
  );
});

test('neighbours that are not position keys are refused', () => {
  const malformed = expect.objectContaining({ code: 'ot/malformed-position' });
  for (const key of ['', 'a0', 'ä', 'a-b', 'x'.repeat(LONGEST_POSITION + 1)]) {
    expect(() => positionsBetween(key, null, 1, seededRandom(1))).toThrow(malformed);
    expect(() => positionsBetween(null, key, 1, seededRandom(1))).toThrow(malformed);
  }
});

test('between crowded neighbours there is room still, in a longer key', () => {
  const crowded = 'a'.repeat(LONGEST_POSITION - 1);
  const [key = ''] = positionsBetween(`${crowded}1`, `${crowded}2`, 1, seededRandom(1));
  expect(key > `${crowded}1` && key < `${crowded}2`).toBe(true);
  expect(isPosition(key)).toBe(false);
});

test('no key is made where none is asked for', () => {
  expect(positionsBetween(null, null, 0, seededRandom(1))).toEqual([]);
});
