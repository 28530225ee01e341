import type { Change } from '@statehouse/hub';
import type { CancelTimer, Clock, Timers } from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import type { Companion } from '../companion.ts';
import type { PersistOptions } from '../persist-options.ts';
import { codedFor, type PersistedStore, type PersistStatus } from '../persist-status.ts';
import { keepStore } from '../persisted-store.ts';
import { appliedKey, type Claim, claimStorage, fencedStorage, readApplied, writeApplied } from './fence.ts';
import type { Replica, Welcome } from './replica.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** What a term tells the tab that leads. */
export interface TermListener {
  /** What was kept has been read; from now on there is an order. */
  onBegun(epoch: number, stored: Pick<Welcome, 'parts' | 'applied'> | undefined): void;
  /** All up to a place in the order is durable. */
  onSaved(position: number): void;
  onStatus(status: PersistStatus): void;
  /** Another tab has taken the right to write. */
  onLost(): void;
}

export interface TermOptions extends PersistOptions {
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * The time in which this tab leads: it keeps the base of the replica, and nobody else can.
 *
 * Invariant: nothing is written after another tab has claimed the storage; nothing is told after `end`.
 */
export class LeaderTerm {
  readonly #replica: Replica;
  readonly #options: TermOptions;
  readonly #listener: TermListener;
  readonly #hearers = new Set<(change: Change) => void>();
  #claim: Claim | undefined;
  #kept: PersistedStore | undefined;
  #hasEnded = false;
  #cancelRetry: CancelTimer | undefined;
  /** The place up to which what the kept state holds of each tab is written down. */
  #noted = 0;
  /** What was kept, once it has been read. */
  #stored: { readonly parts: unknown } | undefined;

  constructor(replica: Replica, options: TermOptions, listener: TermListener) {
    this.#replica = replica;
    this.#options = options;
    this.#listener = listener;
  }

  get status(): PersistStatus | undefined {
    return this.#kept?.status;
  }

  begin(retryMs = FIRST_RETRY_MS): void {
    this.#begin().catch((error: unknown) => {
      if (this.#hasEnded) return;
      this.#listener.onStatus({ phase: 'failing', isSaved: false, problem: codedFor(error) });
      this.#cancelRetry = this.#options.timers.after(retryMs, () =>
        this.begin(Math.min(LONGEST_RETRY_MS, retryMs * 2)),
      );
    });
  }

  /** The base of the replica is another one. */
  changed(): void {
    const base = this.#replica.base;
    const change = { kind: 'write', name: 'change', input: undefined, before: base, after: base } as const;
    for (const hear of [...this.#hearers]) hear({ ...change, origin: 'local', durationMs: 0 });
  }

  /** Whether the storage is still this tab's to write. */
  async isHeld(): Promise<boolean> {
    const { proof } = this.#claim ?? {};
    return proof !== undefined && (await this.#options.storage.get(proof.key)) === proof.value;
  }

  async flush(): Promise<void> {
    await this.#kept?.flush();
  }

  async purge(): Promise<void> {
    await this.#kept?.purge();
  }

  /** Leads no more, and writes nothing any more. */
  end(): void {
    this.#hasEnded = true;
    this.#cancelRetry?.();
    this.#hearers.clear();
    const kept = this.#kept;
    kept?.pause();
    kept?.stop().catch(() => {});
  }

  async #begin(): Promise<void> {
    const { storage, key, clock } = this.#options;
    const { tab, epoch: last } = this.#replica;
    const claim = this.#claim ?? (await claimStorage(storage, key, tab, last, clock, () => !this.#hasEnded));
    this.#claim = claim;
    if (this.#hasEnded || claim === undefined) return;
    const applied = readApplied(await storage.get(appliedKey(key)));
    if (this.#hasEnded) return;
    const own = fencedStorage(storage, claim, () => this.#tell(() => this.#listener.onLost()));
    const kept = this.#keep(own);
    this.#kept = kept;
    const failure = await kept.restored.then(() => undefined, codedFor);
    if (this.#hasEnded) return;
    // What the storage does not give now it may give later.
    if (failure?.code.startsWith('storage/') === true) throw failure;
    // What cannot be read at all is shown by its status; the tabs go on together without keeping.
    kept.subscribe((status) => this.#tell(() => this.#listener.onStatus(status)));
    this.#listener.onStatus(kept.status);
    const { epoch } = claim;
    const stored = this.#stored;
    this.#noted = stored === undefined ? -1 : 0;
    this.#listener.onBegun(epoch, stored && { parts: stored.parts, applied });
    kept.flush().catch(() => {});
  }

  #keep(storage: KeyValueStore): PersistedStore {
    let hasBegun = false;
    const store = {
      getState: () => (hasBegun || this.#stored === undefined ? this.#replica.base : this.#stored.parts),
      restore: (parts: unknown) => {
        this.#stored = { parts };
      },
      subscribe: (hear: (change: Change) => void) => {
        hasBegun = true;
        this.#hearers.add(hear);
        return () => this.#hearers.delete(hear);
      },
    };
    return keepStore(store, { ...this.#options, storage }, this.#companion);
  }

  /** What the kept state holds of each tab stands beside it, so that what is sent again is known. */
  get #companion(): Companion {
    return {
      take: () => {
        const { position, applied } = this.#replica;
        const isNoted = position === this.#noted;
        const key = appliedKey(this.#options.key);
        const writes = isNoted ? [] : [{ key, value: writeApplied(applied) }];
        return {
          writes,
          saved: () => {
            this.#noted = position;
            this.#tell(() => this.#listener.onSaved(position));
          },
        };
      },
    };
  }

  #tell(run: () => void): void {
    if (!this.#hasEnded) run();
  }
}
