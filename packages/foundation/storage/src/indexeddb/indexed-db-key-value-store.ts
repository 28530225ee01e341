import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import { fail } from '../errors.ts';
import type { KeyValueCondition, KeyValueStore, KeyValueWrite } from '../key-value/key-value-store.ts';
import { storageErrorFrom } from './indexed-db-error.ts';

/** Why a store closed by itself: another tab wants to upgrade or delete the database, or the browser took it away. */
export type StoreClosedReason = 'version-change' | 'terminated';

export interface IndexedDbKeyValueStoreOptions {
  /** The name of the database, one for each store of the origin. */
  readonly name: string;
  /** Told once when the store closes by itself; calls are `storage/closed` from then on. */
  readonly onClosed?: (reason: StoreClosedReason) => void;
}

interface Tables extends DBSchema {
  readonly entries: { readonly key: string; readonly value: string };
}

type Access = 'readonly' | 'readwrite';
type Entries<Mode extends Access> = IDBPObjectStore<Tables, ['entries'], 'entries', Mode>;

const databaseVersion = 1;

/**
 * A key-value store in the browser's IndexedDB. A write is one strict transaction and settles on its completion, not
 * on its requests; transactions overlap, so the browser runs them in the order of their calls.
 * @throws StatehouseError `storage/unavailable` (a private window, say), `storage/blocked`, `storage/newer-format`,
 *   `storage/quota`, `storage/failed`
 */
export async function createIndexedDbKeyValueStore(
  options: IndexedDbKeyValueStoreOptions,
): Promise<KeyValueStore> {
  const store = new IndexedDbStore(options.onClosed ?? (() => {}));
  await store.open(options.name);
  return store;
}

/** Invariant: at most one connection, and none once closed; whatever began before the close still completes. */
class IndexedDbStore implements KeyValueStore {
  readonly #onClosed: (reason: StoreClosedReason) => void;
  #database: IDBPDatabase<Tables> | undefined;
  #closed = false;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(onClosed: (reason: StoreClosedReason) => void) {
    this.#onClosed = onClosed;
  }

  async open(name: string): Promise<void> {
    if (typeof indexedDB === 'undefined') throw fail('unavailable');
    const blocked = Promise.withResolvers<never>();
    const opening = this.#connect(name, () => blocked.reject(fail('blocked')));
    try {
      this.#database = await Promise.race([opening, blocked.promise]);
    } catch (error) {
      // It may open after all when nobody waits any more.
      opening.then((database) => database.close()).catch(() => {});
      throw storageErrorFrom(error, 'open');
    }
  }

  get(key: string): Promise<string | undefined> {
    return this.#perform('get', 'readonly', (entries) => entries.get(key));
  }

  range(from: string, to: string, limit?: number): Promise<readonly (readonly [string, string])[]> {
    return this.#perform('range', 'readonly', async (entries) => {
      if (!(from < to)) return [];
      const range = IDBKeyRange.bound(from, to, false, true);
      const [keys, values] = await Promise.all([
        entries.getAllKeys(range, limit),
        entries.getAll(range, limit),
      ]);
      return keys.map((key, index) => [key, values[index] ?? ''] as const);
    });
  }

  write(writes: readonly KeyValueWrite[], onlyIf?: KeyValueCondition): Promise<void> {
    return this.#perform('write', 'readwrite', async (entries) => {
      if (onlyIf !== undefined && (await entries.get(onlyIf.key)) !== onlyIf.value)
        throw fail('changed', { key: onlyIf.key });
      for (const { key, value } of writes) {
        const request = value === undefined ? entries.delete(key) : entries.put(value, key);
        // The transaction answers for its requests, with the error of the first that failed.
        request.catch(() => {});
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    this.#database?.close();
    this.#database = undefined;
  }

  async #connect(name: string, blocked: () => void): Promise<IDBPDatabase<Tables>> {
    return openDB<Tables>(name, databaseVersion, {
      upgrade: (database) => {
        database.createObjectStore('entries');
      },
      blocked,
      blocking: () => this.#closeItself('version-change'),
      terminated: () => this.#closeItself('terminated'),
    });
  }

  #perform<Result, Mode extends Access>(
    action: string,
    mode: Mode,
    run: (entries: Entries<Mode>) => Promise<Result>,
  ): Promise<Result> {
    const call = this.#transact(action, mode, run);
    this.#underWay.add(call);
    const forget = () => this.#underWay.delete(call);
    call.then(forget, forget);
    return call;
  }

  async #transact<Result, Mode extends Access>(
    action: string,
    mode: Mode,
    run: (entries: Entries<Mode>) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closed || this.#database === undefined) throw fail('closed');
    try {
      const transaction = this.#database.transaction('entries', mode, { durability: 'strict' });
      const running = run(transaction.store).catch((error: unknown) => {
        // A request that throws at once would leave its transaction to commit what came before it.
        abort(transaction);
        throw error;
      });
      const [result] = await Promise.all([running, transaction.done]);
      return result;
    } catch (error) {
      throw storageErrorFrom(error, action);
    }
  }

  #closeItself(reason: StoreClosedReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#database?.close();
    this.#database = undefined;
    this.#onClosed(reason);
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has aborted already.
  }
}
