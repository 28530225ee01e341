import { isArray, type Json } from '@statehouse/kernel';
import { fail } from '../errors.ts';
import type { KeyValueCondition, KeyValueStore, KeyValueWrite } from '../key-value/key-value-store.ts';
import { checkCondition, entriesBetween } from '../key-value/memory.ts';

/** As much of `localStorage` or `sessionStorage` as is needed. */
export type WebStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

export interface WebStorageKeyValueStoreOptions {
  /** The page’s `localStorage` unless given. */
  readonly storage?: WebStorage;
  /** Stands before every key, so that several stores and other libraries do not meet. */
  readonly name: string;
}

/**
 * A key-value store in `localStorage`: small, and slow where much is kept, but there where IndexedDB is not. Writes of
 * several keys go through a journal, which is carried out again if the tab dies over it.
 *
 * @throws StatehouseError `storage/unavailable`
 */
export function createWebStorageKeyValueStore({
  storage = globalThis.localStorage,
  name,
}: WebStorageKeyValueStoreOptions): KeyValueStore {
  if (storage === undefined) throw fail('unavailable');
  const contents = new Contents(storage, name);
  contents.finish();
  let isOpen = true;
  const answer = async <Result>(run: () => Result): Promise<Result> => {
    if (!isOpen) throw fail('closed');
    return run();
  };
  return {
    get: (key) => answer(() => contents.get(key)),
    range: (from, to, limit) => answer(() => entriesBetween(contents.all(), from, to, limit)),
    write: (writes, onlyIf) => answer(() => contents.write(writes, onlyIf)),
    close: async () => {
      isOpen = false;
    },
  };
}

/** Invariant: between two calls the journal is empty, and what the keys hold is what all writes so far came to. */
class Contents {
  readonly #storage: WebStorage;
  readonly #prefix: string;
  readonly #journal: string;

  constructor(storage: WebStorage, name: string) {
    this.#storage = storage;
    this.#prefix = `${name}/`;
    this.#journal = `${name}!`;
  }

  get(key: string): string | undefined {
    return this.#storage.getItem(this.#prefix + key) ?? undefined;
  }

  all(): Map<string, string> {
    const found = new Map<string, string>();
    for (let at = 0; at < this.#storage.length; at += 1) {
      const key = this.#storage.key(at);
      if (key === null || !key.startsWith(this.#prefix)) continue;
      found.set(key.slice(this.#prefix.length), this.#storage.getItem(key) ?? '');
    }
    return found;
  }

  /** Looking and writing are one turn; between processes the browser has no lock on this storage. */
  write(writes: readonly KeyValueWrite[], onlyIf: KeyValueCondition | undefined): void {
    checkCondition(onlyIf, (key) => this.get(key));
    const [only] = writes;
    if (only === undefined) return;
    // One key is changed at once or not at all.
    if (writes.length === 1) {
      this.#guarded(() => this.#apply(only), []);
      return;
    }
    const before = writes.map(({ key }) => ({ key, value: this.get(key) }));
    this.#guarded(() => {
      this.#storage.setItem(
        this.#journal,
        JSON.stringify(writes.map(({ key, value }) => [key, value ?? null])),
      );
      for (const write of writes) this.#apply(write);
      this.#storage.removeItem(this.#journal);
    }, before.reverse());
  }

  /** Carries out what a tab had begun when it died. */
  finish(): void {
    const text = this.#storage.getItem(this.#journal);
    if (text === null) return;
    for (const write of writesIn(text)) this.#apply(write);
    this.#storage.removeItem(this.#journal);
  }

  #apply({ key, value }: KeyValueWrite): void {
    if (value === undefined) this.#storage.removeItem(this.#prefix + key);
    else this.#storage.setItem(this.#prefix + key, value);
  }

  /** Runs a write; if there is no room for it, everything is as before. */
  #guarded(run: () => void, before: readonly KeyValueWrite[]): void {
    try {
      run();
    } catch (cause) {
      this.#storage.removeItem(this.#journal);
      // What is larger goes first, so that there is room for what was there.
      for (const { key } of before) this.#storage.removeItem(this.#prefix + key);
      for (const write of before) this.#apply(write);
      throw isQuota(cause)
        ? fail('quota', {}, { cause })
        : fail('failed', { action: 'write', reason: String(cause) }, { cause });
    }
  }
}

function writesIn(text: string): readonly KeyValueWrite[] {
  const list = parsed(text);
  if (!isArray(list)) return [];
  return list.flatMap((pair) => {
    const [key, value] = isArray(pair) ? pair : [];
    if (typeof key !== 'string') return [];
    return [{ key, value: typeof value === 'string' ? value : undefined }];
  });
}

/** A journal that is cut off was never finished itself: nothing was begun. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isQuota(error: unknown): boolean {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED';
}
