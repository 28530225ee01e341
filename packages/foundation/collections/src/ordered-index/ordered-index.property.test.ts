import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkIndexTree } from './check-index-tree.ts';
import { NaiveIndex, type NaiveRow } from './naive-index.ts';
import type { IndexChange, IndexKey, IndexRange, IndexRows, KeyPart, OrderedIndex } from './ordered-index.ts';
import { diffIndexes, emptyIndex, orderedIndexFrom, TreeIndex } from './tree-index.ts';

const seed = process.env.STATEHOUSE_SEED;
const numRuns = Number(process.env.STATEHOUSE_CASES ?? 300);
const run = { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) };

/** Values of every kind that are often equal, and some that are easily taken for each other. */
const odd: readonly KeyPart[] = [
  null,
  false,
  true,
  0,
  -0,
  1,
  -1,
  0.5,
  1e300,
  '',
  '0',
  'a',
  'ab',
  'b',
  '\ud83d\ude00',
  '\ufffd',
];

/** An index under test and the world around it: the values that its parts take, and the ids of its entries. */
interface World {
  readonly random: Random;
  readonly descending: readonly boolean[];
  readonly valuesOfPart: readonly (readonly KeyPart[])[];
  readonly idOf: (entry: number) => string;
}

function drawWorld(worldSeed: number): World {
  const random = seededRandom(worldSeed);
  const parts = 1 + drawInt(random, 3);
  const numbers = Array.from({ length: 300 }, () => drawInt(random, 1000) / drawOne(random, [1, 7]));
  const words = Array.from({ length: 20 }, (_, index) => `word-${index}`);
  return {
    random,
    descending: Array.from({ length: parts }, () => drawInt(random, 2) === 0),
    valuesOfPart: Array.from({ length: parts }, () =>
      drawOne(random, [odd, numbers, words, ['one', 'two'], ['only']]),
    ),
    // Ids run against the entries in part, so that the order of one is not that of the other.
    idOf: (entry) => `${(entry * 7919) % 1009}/${entry}`,
  };
}

function drawKey({ random, valuesOfPart }: World): IndexKey {
  return valuesOfPart.map((values) => drawOne(random, values));
}

function drawRow(world: World): NaiveRow {
  const entry = drawInt(world.random, 400);
  return { key: drawKey(world), entry, id: world.idOf(entry) };
}

function drawRange(world: World): IndexRange {
  const { random } = world;
  const bound = () => drawKey(world).slice(0, 1 + drawInt(random, world.descending.length));
  return {
    ...(drawInt(random, 3) > 0 ? { from: bound() } : {}),
    ...(drawInt(random, 3) > 0 ? { to: bound() } : {}),
    isFromExclusive: drawInt(random, 2) === 0,
    isToExclusive: drawInt(random, 2) === 0,
    reverse: drawInt(random, 2) === 0,
    offset: drawOne(random, [0, 0, 1, 60, 500]),
  };
}

/** A history of batches that first let the index grow and then shrink, down to nothing at the end. */
function* history(world: World, steps: number): Generator<[OrderedIndex, NaiveIndex]> {
  const { random, descending, idOf } = world;
  let index = emptyIndex({ parts: descending.length, descending });
  let oracle = new NaiveIndex(descending);
  for (let step = 0; step < steps; step += 1) {
    const shrinks = step > steps / 2;
    index = index.batch(idOf, (draft) => {
      for (let left = drawInt(random, 2) === 0 ? 1 : drawInt(random, 80); left > 0; left -= 1) {
        const known =
          oracle.rows.length > 0 && drawInt(random, 8) > 0 ? drawOne(random, oracle.rows) : drawRow(world);
        if (drawInt(random, 10) < (shrinks ? 1 : 9)) {
          const row = drawRow(world);
          expect(draft.add(row.key, row.entry)).toBe(!oracle.has(row));
          oracle = oracle.with(row);
        } else {
          expect(draft.delete(known.key, known.entry)).toBe(oracle.has(known));
          oracle = oracle.without(known);
        }
        expect(draft.size).toBe(oracle.rows.length);
      }
    });
    yield [index, oracle];
  }
  index = index.batch(idOf, (draft) => {
    for (const row of shuffled(random, oracle.rows)) draft.delete(row.key, row.entry);
  });
  yield [index, new NaiveIndex(descending)];
}

function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function expectSame(index: OrderedIndex, oracle: NaiveIndex, { idOf }: World): void {
  expect([...index.range()]).toEqual(oracle.range({}));
  expect(index.size).toBe(oracle.rows.length);
  expect(index instanceof TreeIndex && checkIndexTree(index.root, oracle.descending, idOf).size).toBe(
    index.size,
  );
}

function rowsOf(rows: readonly NaiveRow[], parts: number): IndexRows {
  return {
    columns: Array.from({ length: parts }, (_, part) => rows.map(({ key }) => key[part] ?? null)),
    entries: rows.map(({ entry }) => entry),
  };
}

function sortedChanges(changes: Iterable<IndexChange>): string[] {
  return Array.from(changes, ({ entry, kind }) => `${kind} ${entry}`).sort();
}

test('every version in a history holds what a sorted array holds, and goes on holding it', () => {
  fc.assert(
    fc.property(fc.nat(), (worldSeed) => {
      const world = drawWorld(worldSeed);
      for (const [index, oracle] of [...history(world, 30)]) expectSame(index, oracle, world);
    }),
    { ...run, numRuns: Math.ceil(numRuns / 10) },
  );
});

test('ranges, counts, places and ranks are those of a sorted array', () => {
  fc.assert(
    fc.property(fc.nat(), (worldSeed) => {
      const world = drawWorld(worldSeed);
      const [index, oracle] = drawOne(world.random, [...history(world, 30)]);
      for (let count = 0; count < 20; count += 1) {
        const range = drawRange(world);
        const expected = oracle.range(range);
        expect([...index.range(range)]).toEqual(expected);
        expect(index.count(range)).toBe(expected.length);
        const row = drawRow(world);
        expect(index.rank(row.key, row.entry, world.idOf)).toBe(oracle.rank(row));
        const place = drawInt(world.random, oracle.rows.length + 2) - 1;
        expect(index.nth(place)).toBe(oracle.rows[place]?.entry);
      }
      expect([...index.firstParts()]).toEqual(oracle.firstParts());
    }),
    { ...run, numRuns: Math.ceil(numRuns / 5) },
  );
});

test('an index of rows in any order, sorted or repeated, is the one that they grow to one by one', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('drawn', 'sorted', 'reversed'), (worldSeed, given) => {
      const world = drawWorld(worldSeed);
      const { random, descending, idOf } = world;
      let oracle = new NaiveIndex(descending);
      const drawn = Array.from({ length: drawInt(random, 300) }, () => drawRow(world));
      for (const row of drawn) oracle = oracle.with(row);
      const rows = given === 'drawn' ? drawn : given === 'sorted' ? oracle.rows : oracle.rows.toReversed();
      const shape = { parts: descending.length, descending };
      const index = orderedIndexFrom(shape, rowsOf(rows, descending.length), idOf);
      expectSame(index, oracle, world);
      const next = drawRow(world);
      expectSame(
        index.batch(idOf, (draft) => draft.add(next.key, next.entry)),
        oracle.with(next),
        world,
      );
      expectSame(index, oracle, world);
    }),
    run,
  );
});

test('two versions differ where a naive comparison says so, whichever way one looks', () => {
  fc.assert(
    fc.property(fc.nat(), (worldSeed) => {
      const world = drawWorld(worldSeed);
      const versions = [...history(world, 30)];
      for (let pair = 0; pair < 6; pair += 1) {
        const [before, oracleBefore] = drawOne(world.random, versions);
        const [after, oracleAfter] = drawOne(world.random, versions);
        expect(sortedChanges(diffIndexes(before, after))).toEqual(
          sortedChanges(oracleBefore.changesTo(oracleAfter)),
        );
      }
    }),
    { ...run, numRuns: Math.ceil(numRuns / 10) },
  );
});

test('a tree of several levels grows and shrinks in random places, and holds its shape', () => {
  fc.assert(
    fc.property(fc.nat(), (worldSeed) => {
      const random = seededRandom(worldSeed);
      const idOf = (entry: number) => `${(entry * 7919) % 10_007}/${entry}`;
      const keyOf = (entry: number) => [entry % 7, (entry * 31) % drawOne(random, [3, 4000])];
      const keys = Array.from({ length: 12_000 }, (_, entry) => keyOf(entry));
      const descending = [false, true];
      let index = emptyIndex({ parts: 2, descending });
      for (const change of ['add', 'delete'] as const) {
        const order = shuffled(random, [...keys.entries()]);
        for (const batch of [order.slice(0, 7000), order.slice(7000, 11_500), order.slice(11_500)]) {
          index = index.batch(idOf, (draft) => {
            for (const [entry, key] of batch) expect(draft[change](key, entry)).toBe(true);
          });
          expect(index instanceof TreeIndex && checkIndexTree(index.root, descending, idOf).size).toBe(
            index.size,
          );
        }
        expect(index.size).toBe(change === 'add' ? keys.length : 0);
      }
    }),
    { ...run, numRuns: Math.ceil(numRuns / 100) },
  );
});
