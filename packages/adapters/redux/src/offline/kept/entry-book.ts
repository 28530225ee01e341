import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import { type KeptEntry, notBegun, parseEntry, parseProgress, type StoredEntry } from './kept-entry.ts';

/** What is kept at one moment. */
export interface Page {
  /** In the order of the queue. */
  readonly kept: readonly KeptEntry[];
  /** Keys under which stands what is no entry. */
  readonly damaged: readonly string[];
}

/**
 * What a queue keeps on the device, for all of its tabs.
 *
 * Invariant: any tab may append; all else is written by the tab that stands in the book as its leader, which the store looks at in one go
 * with the writing. So a tab that was relieved while it was frozen, and does not know of it, changes nothing: what it writes is rejected
 * with `storage/changed`.
 */
export class EntryBook {
  readonly #store: KeyValueStore;
  readonly #name: string;
  readonly #tab: string;
  /** Entries as they were parsed, by key: a text is parsed once. */
  #parsed = new Map<string, StoredEntry>();

  /** @param tab whose book it is; unique among tabs */
  constructor(store: KeyValueStore, name: string, tab: string) {
    this.#store = store;
    this.#name = name;
    this.#tab = tab;
  }

  /** O(entries). */
  async load(): Promise<Page> {
    const entries = new Map<string, StoredEntry>();
    const progress = new Map<string, string>();
    const parsed = new Map<string, StoredEntry>();
    const damaged: string[] = [];
    for (const [key, text] of await this.#store.range(`${this.#name}/`, `${this.#name}0`)) {
      const [kind = '', ...rest] = key.slice(this.#name.length + 1).split('/');
      const of = rest.join('/');
      if (kind === 'leader') continue;
      if (kind === 'progress') progress.set(of, text);
      else {
        const entry = this.#parsed.get(key) ?? parseEntry(text);
        if (kind !== 'entry' || entry === undefined || addressOf(entry) !== of) damaged.push(key);
        else {
          parsed.set(key, entry);
          entries.set(of, entry);
        }
      }
    }
    this.#parsed = parsed;
    const kept = [...entries].map(([of, entry]) => {
      const text = progress.get(of);
      return { entry, progress: text === undefined ? notBegun : parseProgress(text) };
    });
    return { kept, damaged };
  }

  /** Durable once fulfilled; in the order of the calls. */
  append(entry: StoredEntry): Promise<void> {
    return this.#store.write([this.#put(entry)]);
  }

  /** From now on this tab leads, and no other one. */
  lead(): Promise<void> {
    return this.#store.write([{ key: this.#leaderKey, value: this.#tab }]);
  }

  /** Writes how entries get on. */
  note(kept: readonly KeptEntry[]): Promise<void> {
    return this.#write(kept.map((one) => this.#putProgress(one)));
  }

  /** The entry is done with. */
  settle(entry: StoredEntry): Promise<void> {
    return this.#write(this.#remove(entry));
  }

  /** Puts another revision in the place of an entry. */
  replace(entry: StoredEntry, next: KeptEntry): Promise<void> {
    return this.#write([...this.#remove(entry), this.#put(next.entry), this.#putProgress(next)]);
  }

  #write(writes: readonly KeyValueWrite[]): Promise<void> {
    return this.#store.write(writes, { key: this.#leaderKey, value: this.#tab });
  }

  get #leaderKey(): string {
    return `${this.#name}/leader`;
  }

  #put(entry: StoredEntry): KeyValueWrite {
    return { key: this.#key('entry', addressOf(entry)), value: JSON.stringify(entry) };
  }

  #putProgress({ entry, progress }: KeptEntry): KeyValueWrite {
    return { key: this.#key('progress', addressOf(entry)), value: JSON.stringify(progress) };
  }

  #remove(entry: StoredEntry): KeyValueWrite[] {
    const address = addressOf(entry);
    return ['entry', 'progress'].map((kind) => ({ key: this.#key(kind, address), value: undefined }));
  }

  #key(kind: string, of: string): string {
    return `${this.#name}/${kind}/${of}`;
  }
}

function addressOf({ id, revision }: StoredEntry): string {
  return `${id}/${revision}`;
}
