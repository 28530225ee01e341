/**
 * The index by (owner, score) and by status, at several sizes. From the root of the repository:
 * `node --expose-gc --conditions=statehouse-source packages/foundation/collections/src/index/ordered-index.bench.ts`
 */
import { type Random, randomId } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { fastestMs, heapUsedBytes } from '../measure.bench.ts';
import type { IndexRows, OrderedIndex } from './ordered-index.ts';
import { diffIndexes, emptyIndex, orderedIndexFrom } from './tree-index.ts';

const edits = 1000;

function report(size: number, what: string, ms: number, count: number): void {
  const each = `${((ms * 1e6) / count).toFixed(0)} ns each`;
  console.log(`${String(size).padStart(9)}  ${what.padEnd(40)}${each.padStart(16)}`);
}

function reportBytes(size: number, what: string, bytes: number): void {
  console.log(
    `${String(size).padStart(9)}  ${what.padEnd(40)}${(bytes / size).toFixed(1).padStart(10)} bytes`,
  );
}

interface World {
  readonly size: number;
  readonly random: Random;
  readonly owners: readonly string[];
  readonly rows: IndexRows;
  readonly idOf: (entry: number) => string;
}

function drawWorld(size: number): World {
  const random = seededRandom(size);
  // A round trip, because a string that was concatenated letter by letter is slower to read than one that arrived.
  const ids: string[] = JSON.parse(JSON.stringify(Array.from({ length: size + 1 }, () => randomId(random))));
  const owners = ids.slice(0, size / 100).map((id) => id.slice(0, 12));
  const entries = Array.from({ length: size }, (_, entry) => entry);
  const ownersOf = entries.map(() => drawOne(random, owners));
  const scores = entries.map(() => drawInt(random, 1_000_000) / 4);
  return {
    size,
    random,
    owners,
    rows: { columns: [ownersOf, scores], entries },
    idOf: (entry) => ids[entry] ?? '',
  };
}

function measureBuild({ size, rows, idOf, random }: World): OrderedIndex {
  const shape = { parts: 2, descending: [false, true] };
  const repeats = Math.max(2, 200_000 / size);
  const build = () => orderedIndexFrom(shape, rows, idOf);
  report(size, 'build, unsorted', fastestMs(repeats, build), size);
  const before = heapUsedBytes();
  const index = build();
  reportBytes(size, 'memory of (owner, score), built', heapUsedBytes() - before);
  const order = [...index.range()];
  const sorted = {
    columns: rows.columns.map((column) => order.map((entry) => column[entry] ?? null)),
    entries: order,
  };
  report(
    size,
    'build, sorted',
    fastestMs(repeats, () => orderedIndexFrom(shape, sorted, idOf)),
    size,
  );

  const statuses = rows.entries.map(() => drawOne(random, ['new', 'open', 'held', 'done', 'gone']));
  const byStatus = { columns: [statuses], entries: rows.entries };
  report(
    size,
    'build by status, unsorted',
    fastestMs(1, () => orderedIndexFrom({ parts: 1 }, byStatus, idOf)),
    size,
  );
  const beforeStatus = heapUsedBytes();
  const status = orderedIndexFrom({ parts: 1 }, byStatus, idOf);
  reportBytes(size, 'memory of (status), built', heapUsedBytes() - beforeStatus);
  const entry = () => drawInt(random, size);
  const drawn = Array.from({ length: edits }, entry);
  const move = (index: OrderedIndex, one: number) =>
    index.batch(idOf, (draft) => {
      draft.delete([statuses[one] ?? ''], one);
      draft.add(['status-9'], one);
    });
  report(
    size,
    'by status: move, each a version',
    fastestMs(5, () => drawn.reduce(move, status)),
    edits,
  );

  const beforeGrown = heapUsedBytes();
  const grown = emptyIndex(shape).batch(idOf, (draft) => {
    for (const one of rows.entries)
      draft.add([rows.columns[0]?.[one] ?? '', rows.columns[1]?.[one] ?? 0], one);
  });
  reportBytes(size, 'memory of (owner, score), grown', heapUsedBytes() - beforeGrown);
  return grown.size === size ? index : grown;
}

function measure(size: number): void {
  const world = drawWorld(size);
  const { random, owners, rows, idOf } = world;
  const index = measureBuild(world);
  const repeats = 7;
  const drawn = Array.from({ length: edits }, () => drawInt(random, size));
  const keyOf = (entry: number) => [rows.columns[0]?.[entry] ?? '', rows.columns[1]?.[entry] ?? 0];
  const newKeys = drawn.map(() => [drawOne(random, owners), drawInt(random, 1_000_000) / 4]);
  const single = () =>
    newKeys.reduce((version, key) => version.batch(idOf, (draft) => draft.add(key, size)), index);
  report(size, 'add, each a version', fastestMs(repeats, single), edits);
  const singleDelete = () =>
    drawn.reduce(
      (version, entry) => version.batch(idOf, (draft) => draft.delete(keyOf(entry), entry)),
      index,
    );
  report(size, 'delete, each a version', fastestMs(repeats, singleDelete), edits);
  const batch = () =>
    index.batch(idOf, (draft) => {
      for (const key of newKeys) draft.add(key, size);
    });
  report(size, 'add, in a batch of 1,000', fastestMs(repeats, batch), edits);
  const batchDelete = () =>
    index.batch(idOf, (draft) => {
      for (const entry of drawn) draft.delete(keyOf(entry), entry);
    });
  report(size, 'delete, in a batch of 1,000', fastestMs(repeats, batchDelete), edits);
  const ranges = Array.from({ length: 1000 }, () => ({ from: [drawOne(random, owners)] }));
  const first = () => {
    let sum = 0;
    for (const range of ranges) {
      let left = 50;
      for (const entry of index.range(range)) {
        sum += entry;
        left -= 1;
        if (left === 0) break;
      }
    }
    return sum;
  };
  report(size, 'first 50 of a range', fastestMs(repeats, first), 1000);
  const counts = () => ranges.reduce((sum, { from }) => sum + index.count({ from, to: from }), 0);
  report(size, 'count of a range', fastestMs(repeats, counts), 1000);
  const nth = () => drawn.reduce((sum, place) => sum + (index.nth(place) ?? 0), 0);
  report(size, 'nth', fastestMs(repeats, nth), edits);
  const iterate = () => {
    let sum = 0;
    for (const entry of index.range()) sum += entry;
    return sum;
  };
  report(size, 'scan, iterating', fastestMs(repeats, iterate), size);
  const changed = batch();
  report(
    size,
    'diff of 1,000 changes',
    fastestMs(repeats, () => [...diffIndexes(index, changed)].length),
    edits,
  );
}

for (const size of [1_000, 100_000, 1_000_000]) measure(size);
