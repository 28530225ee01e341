import type { KeyValueStore } from '@statehouse/storage';

/** A store that is being opened, as a store: calls wait until it is, and fail if it cannot be. */
export function laterStore(opening: KeyValueStore | PromiseLike<KeyValueStore>): KeyValueStore {
  if ('range' in opening) return opening;
  return {
    get: async (key) => (await opening).get(key),
    range: async (from, to, limit) => (await opening).range(from, to, limit),
    write: async (writes, onlyIf) => (await opening).write(writes, onlyIf),
    close: async () => (await opening).close(),
  };
}
