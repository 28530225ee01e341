import type { Json } from '@statehouse/kernel';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateHash } from '../hashing/state-hash.ts';
import { applyPaths, changedPaths, valueAt } from './changed-paths.ts';
import { firstDifference } from './first-difference.ts';
import type { ChangedPath } from './recording.ts';

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('', 'a', 'long '.repeat(20), null, true),
);
/** Small values of few different parts, so that two of them share some. */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', '⟦map⟧'), tie('value'), { maxKeys: 4 }),
  ),
})).value;
function areWhole(paths: readonly ChangedPath[]): boolean {
  return paths.every(({ hash }) => hash === undefined);
}

const bounds = { maxPaths: 1_000, maxValueLetters: Number.POSITIVE_INFINITY };

test('the changed paths make the one state of the other', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const paths = changedPaths(before, after, bounds);
      expect(areWhole(paths)).toBe(true);
      expect(applyPaths(before, paths)).toEqual(after);
      expect(changedPaths(before, structuredClone(before), bounds)).toEqual([]);
    }),
    cases(2_000),
  );
});

test('within their bounds they still tell each state from the others', () => {
  fc.assert(
    fc.property(
      json,
      json,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(60),
      (before, after, maxPaths, maxValueLetters) => {
        const paths = changedPaths(before, after, { maxPaths, maxValueLetters });
        expect(paths.length).toBeLessThanOrEqual(maxPaths);
        for (const { path, value, hash, isGone } of paths) {
          const there = valueAt(after, path);
          if (isGone === true) expect(there).toBeUndefined();
          else if (hash !== undefined) expect(hash).toBe(there === undefined ? undefined : stateHash(there));
          else expect(value).toEqual(there);
        }
        if (stateHash(before) !== stateHash(after)) expect(paths).not.toEqual([]);
        if (areWhole(paths)) expect(applyPaths(before, paths)).toEqual(after);
      },
    ),
    cases(2_000),
  );
});

test('the first difference is one, and there is one exactly if the hashes differ', () => {
  fc.assert(
    fc.property(json, json, (recorded, replayed) => {
      const found = firstDifference(recorded, replayed);
      expect(found === undefined).toBe(stateHash(recorded) === stateHash(replayed));
      if (found === undefined) return;
      expect(found.recorded === undefined ? undefined : stateHash(found.recorded)).not.toBe(
        found.replayed === undefined ? undefined : stateHash(found.replayed),
      );
      expect(found.path.length > 0 || found.recorded === recorded).toBe(true);
    }),
    cases(2_000),
  );
});

test('what stands under one key of two maps is compared, wherever it stands', () => {
  const map = (...pairs: [Json, Json][]) => ({ '⟦map⟧': pairs });
  expect(firstDifference(map(['a', 1], ['b', { c: 2 }]), map(['b', { c: 3 }], ['a', 1]))).toEqual({
    path: ['b', 'c'],
    recorded: 2,
    replayed: 3,
  });
});
