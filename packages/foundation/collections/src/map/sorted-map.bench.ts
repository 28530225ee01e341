/**
 * The map against a native one, at several sizes, keys of 16 random letters. From the root of the repository:
 * `node --expose-gc --conditions=statehouse-source packages/foundation/collections/src/sorted-map.bench.ts`
 */
import { randomId } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { fastestMs, heapUsedBytes } from '../measure.bench.ts';
import type { MapDraft } from './persistent-map.ts';
import { diffMaps, emptyMap, mapFrom } from './sorted-map.ts';

const reads = 100_000;

function report(size: number, what: string, ms: number, count: number): void {
  const each = `${((ms * 1e6) / count).toFixed(0)} ns each`;
  console.log(`${String(size).padStart(9)}  ${what.padEnd(36)}${each.padStart(14)}`);
}

function fill(draft: MapDraft<number>, keys: readonly string[]): void {
  keys.forEach((key, index) => {
    draft.set(key, -index);
  });
}

function measure(size: number): void {
  const repeats = Math.max(5, 300_000 / size);
  const random = seededRandom(size);
  // A round trip, because a string that was concatenated letter by letter is slower to read than one that arrived.
  const keys: string[] = JSON.parse(JSON.stringify(Array.from({ length: size }, () => randomId(random))));
  const drawn = Array.from({ length: reads }, () => drawOne(random, keys));
  const entries = keys.map((key, index) => [key, index] as const);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));

  const native = new Map(entries);
  const before = heapUsedBytes();
  const map = mapFrom(sorted);
  const bytes = (heapUsedBytes() - before) / size;
  let changed = map;
  for (let count = 0; count < 100; count += 1)
    changed = changed.set(drawOne(random, keys), -1 - drawInt(random, 9));

  const sum = (get: (key: string) => number | undefined) => {
    let total = 0;
    for (const key of drawn) total += get(key) ?? 0;
    return total;
  };
  report(
    size,
    'get',
    fastestMs(repeats, () => sum((key) => map.get(key))),
    reads,
  );
  report(
    size,
    'get, native',
    fastestMs(repeats, () => sum((key) => native.get(key))),
    reads,
  );
  const write = () => drawn.reduce((version, key, index) => version.set(key, -index), map);
  report(size, 'set, each a version', fastestMs(repeats, write), reads);
  const writeBatch = () => map.batch((draft) => fill(draft, drawn));
  report(size, 'set in one batch', fastestMs(repeats, writeBatch), reads);
  const grow = () => emptyMap<number>().batch((draft) => fill(draft, keys));
  report(size, 'fill, in one batch', fastestMs(1, grow), size);
  report(
    size,
    'fill, sorted',
    fastestMs(repeats, () => mapFrom(sorted)),
    size,
  );
  report(
    size,
    'fill, native',
    fastestMs(repeats, () => new Map(entries)),
    size,
  );
  report(
    size,
    'walk',
    fastestMs(repeats, () => [...map.values()].length),
    size,
  );
  report(
    size,
    'diff of 100 changes',
    fastestMs(repeats, () => [...diffMaps(map, changed)].length),
    100,
  );
  console.log(
    `${String(size).padStart(9)}  ${'memory beside keys and values'.padEnd(36)}${bytes.toFixed(0).padStart(8)} bytes each`,
  );
}

for (const size of [1_000, 100_000, 1_000_000]) measure(size);
