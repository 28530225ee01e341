import { dirname, resolve as resolvePath } from 'node:path';
import { assert } from '@statehouse/kernel';
import type { KeyValueStore } from '../../key-value/key-value-store.ts';
import { makeFolder } from '../data-folder.ts';
import { WorkerCalls } from '../worker-calls.ts';
import type { KeyValueAnswer, KeyValueCall, KeyValueReply, KeyValueWorkerOptions } from './messages.ts';

export interface SqliteKeyValueStoreOptions {
  /** The file; its folder is made if need be. */
  readonly path: string;
  /** How long another process may keep the file locked. 2,000 unless said otherwise. */
  readonly busyTimeoutMs?: number;
}

/**
 * A key-value store in one SQLite file, on a worker thread. Calls that wait while one is written share the next
 * transaction and its sync. Several processes may have it open; each write is whole for all of them.
 *
 * @throws StatehouseError `storage/failed`, `storage/foreign-file`, `storage/newer-format`, `storage/damaged`,
 *   `storage/busy`
 */
export async function createSqliteKeyValueStore(options: SqliteKeyValueStoreOptions): Promise<KeyValueStore> {
  const path = resolvePath(options.path);
  await makeFolder(dirname(path));
  // An entry of the package's exports, so that it is found from the sources and from the build alike.
  const entry = new URL(import.meta.resolve('@statehouse/storage/sqlite/key-value-worker'));
  const workerOptions: KeyValueWorkerOptions = { path, busyTimeoutMs: options.busyTimeoutMs ?? 2_000 };
  const calls: KeyValueCalls = await WorkerCalls.start(entry, workerOptions, {
    hear(answers: readonly KeyValueAnswer[], answer) {
      for (const { call, reply } of answers) answer(call, reply);
    },
  });
  try {
    await calls.send({ kind: 'open' });
  } catch (error) {
    await calls.close();
    throw error;
  }
  return storeOver(calls);
}

type KeyValueCalls = WorkerCalls<KeyValueCall, KeyValueReply, readonly KeyValueAnswer[]>;

function storeOver(calls: KeyValueCalls): KeyValueStore {
  return {
    async get(key) {
      const reply = await calls.send({ kind: 'get', key });
      assert(reply.kind === 'value', () => `the worker answered get with ${reply.kind}`);
      return reply.value;
    },
    async range(from, to, limit) {
      const reply = await calls.send({ kind: 'range', from, to, limit });
      assert(reply.kind === 'entries', () => `the worker answered range with ${reply.kind}`);
      const { texts } = reply;
      return Array.from(
        { length: texts.length / 2 },
        (_, at) => [texts[at * 2] ?? '', texts[at * 2 + 1] ?? ''] as const,
      );
    },
    async write(writes, onlyIf) {
      const keys = writes.map(({ key }) => key);
      await calls.send({ kind: 'write', keys, values: writes.map(({ value }) => value), onlyIf });
    },
    close: () => calls.close(),
  };
}
