import { type Random, randomId } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMapTree } from './check-map-tree.ts';
import type { KeyRange, MapDifference, PersistentMap } from './persistent-map.ts';
import { diffMaps, emptyMap, mapFrom, SortedMap } from './sorted-map.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 300),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

type Oracle = ReadonlyMap<string, number>;

function sorted(oracle: Oracle): [string, number][] {
  return [...oracle].sort(([a], [b]) => (a < b ? -1 : 1));
}

function expectSame(map: PersistentMap<number>, oracle: Oracle): void {
  expect([...map]).toEqual(sorted(oracle));
  expect([...map.keys()]).toEqual(sorted(oracle).map(([key]) => key));
  expect([...map.values()]).toEqual(sorted(oracle).map(([, value]) => value));
  expect(map.size).toBe(oracle.size);
  if (map instanceof SortedMap) expect(checkMapTree(map.root).size).toBe(oracle.size);
}

function naiveDiff(before: Oracle, after: Oracle): MapDifference<number>[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((key) => ({ key, before: before.get(key), after: after.get(key) }))
    .filter((difference) => !Object.is(difference.before, difference.after));
}

/** A history of edits that first lets the map grow and then shrink, some of them in batches. */
function* history(random: Random, steps: number): Generator<[PersistentMap<number>, Oracle]> {
  const keys = Array.from({ length: 1 + drawInt(random, 2000) }, () =>
    randomId(random).slice(0, 1 + drawInt(random, 8)),
  );
  let map = emptyMap<number>();
  let oracle: Oracle = new Map();
  for (let step = 0; step < steps; step += 1) {
    const shrinks = step > steps / 2;
    const next = new Map(oracle);
    const edit = (set: (key: string, value: number) => void, remove: (key: string) => void) => {
      const key = drawOne(random, keys);
      if (drawInt(random, 10) < (shrinks ? 1 : 8)) {
        const value = drawInt(random, 3);
        set(key, value);
        next.set(key, value);
      } else {
        remove(key);
        next.delete(key);
      }
    };
    if (drawInt(random, 2) === 0) {
      edit(
        (key, value) => {
          map = map.set(key, value);
        },
        (key) => {
          map = map.delete(key);
        },
      );
    } else {
      map = map.batch((draft) => {
        for (let count = drawInt(random, 200); count > 0; count -= 1) {
          edit(
            (key, value) => draft.set(key, value),
            (key) => draft.delete(key),
          );
          expect(draft.size).toBe(next.size);
        }
      });
    }
    oracle = next;
    yield [map, oracle];
  }
}

test('every version in a history holds what a sorted native map holds, and goes on holding it', () => {
  fc.assert(
    fc.property(fc.nat(), (historySeed) => {
      const versions = [...history(seededRandom(historySeed), 60)];
      for (const [map, oracle] of versions) expectSame(map, oracle);
    }),
    { ...run, numRuns: Math.ceil(run.numRuns / 10) },
  );
});

test('single reads agree with a native map', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.nat(5))), fc.array(fc.string()), (entries, others) => {
      const map = mapFrom(entries);
      const oracle = new Map(entries);
      for (const key of [...oracle.keys(), ...others]) {
        expect(map.get(key)).toBe(oracle.get(key));
        expect(map.has(key)).toBe(oracle.has(key));
      }
      expectSame(map, oracle);
    }),
    run,
  );
});

test('two versions differ where a naive comparison says so, whichever way one looks', () => {
  fc.assert(
    fc.property(fc.nat(), (historySeed) => {
      const random = seededRandom(historySeed);
      const versions = [...history(random, 40)];
      for (let pair = 0; pair < 10; pair += 1) {
        const [before, oracleBefore] = drawOne(random, versions);
        const [after, oracleAfter] = drawOne(random, versions);
        expect([...diffMaps(before, after)]).toEqual(naiveDiff(oracleBefore, oracleAfter));
      }
    }),
    { ...run, numRuns: Math.ceil(run.numRuns / 5) },
  );
});

test('maps that share nothing differ where a naive comparison says so', () => {
  const entries = fc.array(fc.tuple(fc.string({ maxLength: 2 }), fc.nat(2)), { maxLength: 200 });
  fc.assert(
    fc.property(entries, entries, (before, after) => {
      expect([...diffMaps(mapFrom(before), mapFrom(after))]).toEqual(
        naiveDiff(new Map(before), new Map(after)),
      );
    }),
    run,
  );
});

test('a range holds what a filter finds, both ways', () => {
  const bound = fc.option(fc.integer({ min: -5, max: 1005 }), { nil: undefined });
  const map = mapFrom(
    Array.from({ length: 1000 }, (_, index) => [String(index).padStart(4, '0'), index] as const),
  );
  fc.assert(
    fc.property(bound, bound, fc.boolean(), (low, high, reverse) => {
      const name = (at: number) => (at < 0 ? '' : String(at).padStart(4, '0'));
      const bounds: KeyRange = {
        ...(low === undefined ? {} : { from: name(low) }),
        ...(high === undefined ? {} : { to: name(high) }),
        reverse,
      };
      const { from = '', to = '\uffff' } = bounds;
      const expected = [...map].filter(([key]) => key >= from && key < to);
      expect([...map.range(bounds)]).toEqual(reverse ? expected.reverse() : expected);
    }),
    run,
  );
});
