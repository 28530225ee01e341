import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import { type KeptEntry, notBegun, parseEntry, parseProgress, type StoredEntry } from './kept-entry.ts';

/** What is kept at one moment. */
export interface Page {
  /** In the order of the queue. */
  readonly kept: readonly KeptEntry[];
  /** The epoch of the tab that may send. */
  readonly leader: string | undefined;
  /** Keys under which stands what is no entry. */
  readonly damaged: readonly string[];
  /** Keys of progress whose entry is gone. */
  readonly stray: readonly string[];
}

/**
 * What a queue keeps on the device, for all of its tabs.
 *
 * Invariant: an entry is written once, under a key of its own; so nobody who is late can write over what another has changed.
 * Any tab may append; all else is done by the tab that leads.
 */
export class EntryBook {
  readonly #store: KeyValueStore;
  readonly #name: string;
  /** Entries as they were parsed, by key: a text is parsed once. */
  #parsed = new Map<string, StoredEntry>();

  constructor(store: KeyValueStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  /** O(entries). */
  async load(): Promise<Page> {
    const entries = new Map<string, StoredEntry>();
    const progress = new Map<string, string>();
    const parsed = new Map<string, StoredEntry>();
    const damaged: string[] = [];
    let leader: string | undefined;
    for (const [key, text] of await this.#store.range(`${this.#name}/`, `${this.#name}0`)) {
      const [kind = '', ...rest] = key.slice(this.#name.length + 1).split('/');
      const of = rest.join('/');
      if (kind === 'leader') leader = text;
      else if (kind === 'progress') progress.set(of, text);
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
    const stray = [...progress.keys()].filter((of) => !entries.has(of));
    return { kept, leader, damaged, stray: stray.map((of) => this.#key('progress', of)) };
  }

  /** Durable once fulfilled; in the order of the calls. */
  append(entry: StoredEntry): Promise<void> {
    return this.#store.write([this.#put(entry)]);
  }

  /** Writes how entries get on. */
  note(kept: readonly KeptEntry[]): Promise<void> {
    return this.#store.write(kept.map((one) => this.#putProgress(one)));
  }

  /** The entry is done with. */
  settle(entry: StoredEntry): Promise<void> {
    return this.#store.write(this.#remove(entry));
  }

  /** Puts another revision in the place of an entry. */
  replace(entry: StoredEntry, next: KeptEntry): Promise<void> {
    return this.#store.write([...this.#remove(entry), this.#put(next.entry), this.#putProgress(next)]);
  }

  /** From now on only this epoch sends. */
  lead(epoch: string): Promise<void> {
    return this.#store.write([{ key: `${this.#name}/leader`, value: epoch }]);
  }

  leader(): Promise<string | undefined> {
    return this.#store.get(`${this.#name}/leader`);
  }

  forget(keys: readonly string[]): Promise<void> {
    return this.#store.write(keys.map((key) => ({ key, value: undefined })));
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
