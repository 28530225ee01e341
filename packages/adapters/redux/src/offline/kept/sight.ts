import {
  type Backoff,
  backoffMs,
  type CancelTimer,
  type Random,
  type StatehouseError,
  type Timers,
} from '@statehouse/kernel';
import { offlineError } from '../errors.ts';
import type { EntryBook } from './entry-book.ts';
import type { KeptEntry } from './kept-entry.ts';
import type { Place } from './place.ts';

export interface SightOptions {
  readonly book: EntryBook;
  /** The name of the queue, for errors. */
  readonly name: string;
  readonly backoff: Backoff;
  readonly timers: Timers;
  readonly random: Random;
  /** Told whenever what is kept has been read. */
  readonly onRead: (kept: readonly KeptEntry[]) => void;
  readonly onProblem: (error: StatehouseError) => void;
}

/**
 * What is kept, as one tab has seen it.
 *
 * Invariant: what the tab has been told of an entry is not unseen by a reading that began before.
 */
export class Sight {
  readonly #options: SightOptions;
  #kept: readonly KeptEntry[] | undefined;
  #last: Place | undefined;
  #refreshing: Promise<void> | undefined;
  #isStale = false;
  /** Raised whenever something is told. */
  #told = 0;
  #failures = 0;
  #cancelRetry: CancelTimer = () => {};
  /** Keys of damage that the application knows of. */
  readonly #reported = new Set<string>();
  #isOver = false;

  constructor(options: SightOptions) {
    this.#options = options;
  }

  /** Undefined until it was read. */
  get kept(): readonly KeptEntry[] | undefined {
    return this.#kept;
  }

  /** The last place that the tab has seen or made. */
  get last(): Place | undefined {
    return this.#last;
  }

  notePlace(place: Place): void {
    if (this.#last === undefined || place > this.#last) this.#last = place;
  }

  noteEnd(id: Place): void {
    this.#told += 1;
    this.#kept = this.#kept?.filter(({ entry }) => entry.id !== id);
  }

  noteRefusal(id: Place): void {
    this.#told += 1;
    this.#kept = this.#kept?.map((one) =>
      one.entry.id === id ? { ...one, progress: { ...one.progress, state: 'refused' } } : one,
    );
  }

  /** Takes what was read by whoever tells of ends himself. */
  take(kept: readonly KeptEntry[]): void {
    if (this.#isOver) return;
    this.#kept = kept;
    for (const { entry } of kept) this.notePlace(entry.id);
    this.#options.onRead(kept);
  }

  /** Reads what is kept; once more if something changes meanwhile, and later if the device fails. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#readUntilFresh();
    return this.#refreshing;
  }

  stop(): void {
    this.#isOver = true;
    this.#cancelRetry();
  }

  async #readUntilFresh(): Promise<void> {
    try {
      while (this.#isStale && !this.#isOver) {
        this.#isStale = false;
        const told = this.#told;
        const page = await this.#options.book.load().catch((cause: unknown) => this.#retryLater(cause));
        if (page === undefined) continue;
        this.#failures = 0;
        this.#tellDamage(page.damaged);
        if (told === this.#told) this.take(page.kept);
        else this.#isStale = true;
      }
    } finally {
      this.#refreshing = undefined;
    }
  }

  #retryLater(cause: unknown): undefined {
    const { backoff, random, timers, name, onProblem } = this.#options;
    this.#failures += 1;
    const delayMs = backoffMs(this.#failures, backoff, random);
    const reason = cause instanceof Error ? cause.message : String(cause);
    onProblem(offlineError('offline-storage', { queue: name, reason, delayMs }, { cause }));
    this.#cancelRetry();
    this.#cancelRetry = timers.after(delayMs, () => void this.refresh());
  }

  #tellDamage(damaged: readonly string[]): void {
    const { name, onProblem } = this.#options;
    for (const key of damaged) {
      if (this.#reported.has(key)) continue;
      this.#reported.add(key);
      onProblem(offlineError('offline-damaged', { queue: name, key }));
    }
  }
}
