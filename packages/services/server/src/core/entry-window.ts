import { assert } from '@statehouse/kernel';
import type { Effect, Origin } from '@statehouse/ot';

/** An entry as the server keeps it in memory; with origin and effect it is what `rebase` takes. */
export interface WindowEntry {
  readonly version: number;
  /** An empty client and sequence 0 for entries that no client sent. */
  readonly origin: Origin;
  /** Empty for entries without one. */
  readonly effect: Effect;
  readonly payloadDigest: string;
  /** JSON of the delivered entry. */
  readonly delivered: string;
}

/**
 * The recent entries of a document, without gaps: versions `first` to `last`. Entries come in at the head and go at the
 * tail; bytes are the sum of their encoded forms.
 */
export class EntryWindow {
  /** Entries before `#start` are gone; they are cut off now and then. */
  #entries: WindowEntry[] = [];
  #start = 0;
  #bytes = 0;
  #last: number;

  /** An empty window behind `version`. */
  constructor(version: number) {
    this.#last = version;
  }

  /** The first version that is held; `last + 1` if none is. */
  get first(): number {
    return this.#last - (this.#entries.length - this.#start) + 1;
  }

  get last(): number {
    return this.#last;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(entry: WindowEntry): void {
    assert(entry.version === this.#last + 1, () => `entry ${entry.version} does not follow ${this.#last}`);
    this.#entries.push(entry);
    this.#bytes += entry.delivered.length;
    this.#last = entry.version;
  }

  /** Entries `from` to `to`, which must be held. O(their number). */
  slice(from: number, to: number): readonly WindowEntry[] {
    assert(from >= this.first && to <= this.#last, () => `entries ${from} to ${to} are not all held`);
    const offset = this.#start - this.first;
    return this.#entries.slice(from + offset, to + offset + 1);
  }

  /** Drops the oldest entries until the bounds hold, but none behind `keepFrom`. */
  trim(keepFrom: number, maxEntries: number, maxBytes: number, dropped: (entry: WindowEntry) => void): void {
    while (this.first < keepFrom && (this.#last - this.first >= maxEntries || this.#bytes > maxBytes)) {
      const entry = this.#entries[this.#start];
      if (entry === undefined) break;
      this.#start += 1;
      this.#bytes -= entry.delivered.length;
      dropped(entry);
    }
    if (this.#start > 1_024 && this.#start * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }
}
