import { fail } from '../errors.ts';
import type { KeyValueCondition, KeyValueStore, KeyValueWrite } from './key-value-store.ts';

/**
 * A key-value store in memory: the reference implementation, and the store of tests.
 * @param contents outlives the store: hand the same map to a second one to model a reopened or a shared device
 */
export function createMemoryKeyValueStore(contents: Map<string, string> = new Map()): KeyValueStore {
  let open = true;
  const answer = async <Result>(call: () => Result): Promise<Result> => {
    if (!open) throw fail('closed');
    return call();
  };
  return {
    get: (key) => answer(() => contents.get(key)),
    range: (from, to, limit) => answer(() => entriesBetween(contents, from, to, limit)),
    write: (writes, onlyIf) =>
      answer(() => {
        checkCondition(onlyIf, (key) => contents.get(key));
        applyWrites(contents, writes);
      }),
    close: async () => {
      open = false;
    },
  };
}

/** Entries with `from <= key < to` in the order of UTF-16 code units, at most `limit`. */
export function entriesBetween(
  contents: ReadonlyMap<string, string>,
  from: string,
  to: string,
  limit = Number.POSITIVE_INFINITY,
): readonly (readonly [string, string])[] {
  const between = [...contents].filter(([key]) => from <= key && key < to);
  between.sort(([a], [b]) => (a < b ? -1 : 1));
  return between.slice(0, limit);
}

/** Applies writes in their order, so that the last one for a key holds. */
export function applyWrites(contents: Map<string, string>, writes: readonly KeyValueWrite[]): void {
  for (const { key, value } of writes) {
    if (value === undefined) contents.delete(key);
    else contents.set(key, value);
  }
}

/** @throws StatehouseError `storage/changed` */
export function checkCondition(
  onlyIf: KeyValueCondition | undefined,
  read: (key: string) => string | undefined,
): void {
  if (onlyIf !== undefined && read(onlyIf.key) !== onlyIf.value) throw fail('changed', { key: onlyIf.key });
}
