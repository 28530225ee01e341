import type { JournalEntry } from './journal-entry.ts';
import { Segment, type States } from './segment.ts';

export interface JournalBounds {
  /** How many of the newest entries keep the states before and after them. */
  readonly maxEntries: number;
  /** How many older ones keep their input. */
  readonly maxOlderEntries: number;
  /** About how many bytes all of it may keep alive. */
  readonly maxBytes: number;
}

export const USUAL_BOUNDS: JournalBounds = {
  maxEntries: 10_000,
  maxOlderEntries: 50_000,
  maxBytes: 64 * 1024 * 1024,
};

/**
 * The timeline of all stores, bounded. The newest entries keep the states before and after them, the older ones a
 * checkpoint for each stretch and the inputs; what is older still is gone.
 *
 * Invariant: segments follow each other without a gap; thin ones come before the others; the last one is not thin.
 */
export class Journal {
  readonly #bounds: JournalBounds;
  readonly #segmentLength: number;
  readonly #takeStates: () => States;
  #segments: Segment[];
  #lastId = 0;
  #full = 0;
  #older = 0;
  #bytes = 0;

  /** `takeStates` answers with the states of all stores as they are before the entry that is added next. */
  constructor(bounds: JournalBounds, takeStates: () => States) {
    this.#bounds = bounds;
    this.#segmentLength = Math.max(1, Math.min(1_000, Math.ceil(bounds.maxEntries / 8)));
    this.#takeStates = takeStates;
    this.#segments = [new Segment(1, new Map())];
  }

  /** The oldest entry that is kept; more than `lastId` when there is none. */
  get firstId(): number {
    return this.#segments[0]?.firstId ?? 1;
  }

  get lastId(): number {
    return this.#lastId;
  }

  get length(): number {
    return this.#full + this.#older;
  }

  /** About how many bytes the entries keep alive. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Before an entry is added and before its change is made: begins a new stretch where the last is long enough. */
  prepare(): void {
    const last = this.#last;
    if (last.length >= this.#segmentLength || last.bytes > this.#bounds.maxBytes / 8) {
      this.#segments.push(new Segment(this.#lastId + 1, this.#takeStates()));
    }
  }

  /** Bytes: about what its new states keep alive beside the older ones, and what its inputs do. */
  add(entry: JournalEntry, stateBytes: number, inputBytes: number): void {
    this.#lastId = entry.id;
    this.#last.add(entry, stateBytes, inputBytes);
    this.#full += 1;
    this.#bytes += stateBytes + inputBytes;
    if (this.#full > this.#bounds.maxEntries || this.#bytes > this.#bounds.maxBytes) this.#shrink();
  }

  entry(id: number): JournalEntry | undefined {
    return this.segmentOf(id)?.entry(id);
  }

  /** What led to an entry, as far as the journal reaches. O(log n). */
  causeOf(id: number): number | undefined {
    return this.segmentOf(id)?.causeOf(id);
  }

  /** The kept entries from one id to another, both included. */
  *entries(from = this.firstId, to = this.#lastId): IterableIterator<JournalEntry> {
    for (const segment of this.#segments) {
      if (segment.firstId > to) return;
      if (segment.lastId < from) continue;
      yield* segment.entries(from, to);
    }
  }

  /** The stretch that holds an entry. O(log n). */
  segmentOf(id: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#segments[middle]?.firstId ?? 0) <= id) low = middle + 1;
      else high = middle;
    }
    const found = this.#segments[low - 1];
    return found !== undefined && id <= found.lastId ? found : undefined;
  }

  get #last(): Segment {
    const last = this.#segments.at(-1);
    if (last !== undefined) return last;
    const first = new Segment(this.#lastId + 1, this.#takeStates());
    this.#segments.push(first);
    return first;
  }

  /** Thins the oldest full stretches, then lets go of the oldest thin ones, until the bounds hold. */
  #shrink(): void {
    const { maxEntries, maxOlderEntries, maxBytes } = this.#bounds;
    for (const segment of this.#segments.slice(0, -1)) {
      if (this.#full <= maxEntries && this.#bytes <= maxBytes) break;
      if (segment.isThin) continue;
      this.#bytes -= segment.bytes;
      segment.thin();
      this.#bytes += segment.bytes;
      this.#full -= segment.length;
      this.#older += segment.length;
    }
    while (this.#older > maxOlderEntries || this.#bytes > maxBytes) {
      const [oldest] = this.#segments;
      if (oldest === undefined || !oldest.isThin) return;
      this.#segments = this.#segments.slice(1);
      this.#older -= oldest.length;
      this.#bytes -= oldest.bytes;
    }
  }
}
