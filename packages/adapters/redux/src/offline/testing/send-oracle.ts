import { isJsonObject } from '@statehouse/kernel';
import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import type { TabLocks } from '@statehouse/storage/tabs';
import type { VirtualTab } from '@statehouse/storage/testing';
import { expect } from 'vitest';
import { parseEntry, parseProgress, type StoredEntry } from '../kept/kept-entry.ts';

const LEADER = 'q/leader';
const ENTRY = 'q/entry/';
const PROGRESS = 'q/progress/';

const addressOf = ({ id, revision }: StoredEntry) => `${id}/${revision}`;

/**
 * Who may send what, seen from outside: from what is durable, and from who believes to hold the lock.
 *
 * Invariant: each request needs a licence: a durable note that the entry may have been sent, written while the tab itself stood in the
 * book as the leader. A licence is good for one request; a tab that was frozen after it may use it late.
 */
export class SendOracle {
  readonly #durable: ReadonlyMap<string, string>;
  readonly #tabOfName = new Map<string, VirtualTab>();
  readonly #believers = new Set<VirtualTab>();
  readonly #licences = new Map<VirtualTab, Map<string, number>>();
  /** Ids of entries that any tab has had a licence for. */
  readonly #begun = new Set<string>();
  readonly #lastRead = new Map<VirtualTab, readonly (readonly [string, string])[]>();
  #standing: VirtualTab | undefined;

  constructor(durable: ReadonlyMap<string, string>) {
    this.#durable = durable;
  }

  /** A store whose calls are seen. */
  watchStore(tab: VirtualTab, store: KeyValueStore): KeyValueStore {
    return {
      ...store,
      range: async (from, to) => {
        const rows = await store.range(from, to);
        this.#lastRead.set(tab, rows);
        return rows;
      },
      write: (writes, onlyIf) => {
        for (const { key, value } of writes)
          if (key === LEADER && value !== undefined) this.#tabOfName.set(value, tab);
        return store.write(writes, onlyIf);
      },
    };
  }

  /** Locks of which is seen who believes to hold them. */
  watchLocks(tab: VirtualTab, locks: TabLocks): TabLocks {
    return {
      request: (name, { steal = false, onHeld, onLost, onFailed }) =>
        locks.request(name, {
          ...{ steal, onFailed },
          onHeld: (release) => {
            this.#believers.add(tab);
            onHeld(() => {
              this.#believers.delete(tab);
              release();
            });
          },
          onLost: () => {
            this.#believers.delete(tab);
            onLost();
          },
        }),
    };
  }

  noteDurable(writes: readonly KeyValueWrite[]): void {
    for (const { key, value } of writes) {
      if (value === undefined) continue;
      if (key === LEADER) this.#standing = this.#tabOfName.get(value);
      if (key.startsWith(PROGRESS) && parseProgress(value).state === 'sending')
        this.#license(key.slice(PROGRESS.length));
    }
  }

  #license(address: string): void {
    const tab = this.#standing;
    if (tab === undefined) return;
    const own = this.#licences.get(tab) ?? new Map<string, number>();
    this.#licences.set(tab, own.set(address, (own.get(address) ?? 0) + 1));
    this.#begun.add(address.split('/')[0] ?? '');
  }

  /** Whether some tab may have sent it. */
  isBegun(id: string): boolean {
    return this.#begun.has(id);
  }

  /** What must hold at the moment in which a tab sends. */
  checkSend(tab: VirtualTab, entry: StoredEntry): void {
    expect(tab.phase, 'who sends').toBe('running');
    expect(this.#believers.has(tab), 'who sends holds the lock, or was robbed and does not know').toBe(true);
    const own = this.#licences.get(tab);
    const left = own?.get(addressOf(entry)) ?? 0;
    expect(left, `licences of ${addressOf(entry)}`).toBeGreaterThan(0);
    own?.set(addressOf(entry), left - 1);
    if (this.#standing === tab) this.#checkOrder(tab, entry);
  }

  /** All that its tab knew of before it in its lane is over, or refused. */
  #checkOrder(tab: VirtualTab, { id, lane }: StoredEntry): void {
    for (const [key] of this.#lastRead.get(tab) ?? []) {
      const text = key.startsWith(ENTRY) ? this.#durable.get(key) : undefined;
      const other = text === undefined ? undefined : parseEntry(text);
      if (other === undefined || other.lane !== lane || other.id >= id) continue;
      const progress: unknown = JSON.parse(this.#durable.get(key.replace(ENTRY, PROGRESS)) ?? '{}');
      expect(isJsonObject(progress) && progress.state, `what stands before ${id}`).toBe('refused');
    }
  }
}
