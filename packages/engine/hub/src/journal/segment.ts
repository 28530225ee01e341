import { EntryColumns } from './entry-columns.ts';
import type { JournalEntry } from './journal-entry.ts';

/** The states of all stores at one place, or their marks. */
export type States = ReadonlyMap<string, unknown>;

/**
 * A stretch of the journal, and where it began.
 *
 * Invariant: `checkpoint` holds the states before the first entry; entries have consecutive ids from `firstId`.
 */
export class Segment {
  readonly firstId: number;
  readonly checkpoint: States;
  readonly #columns = new EntryColumns();
  /** About what its entries keep alive. */
  bytes = 0;
  #thinBytes = 0;

  constructor(firstId: number, checkpoint: States) {
    this.firstId = firstId;
    this.checkpoint = checkpoint;
  }

  get length(): number {
    return this.#columns.length;
  }

  get lastId(): number {
    return this.firstId + this.length - 1;
  }

  /** Whether only the inputs are left. */
  get isThin(): boolean {
    return this.#columns.isThin;
  }

  entry(id: number): JournalEntry | undefined {
    return this.#columns.at(id - this.firstId, id);
  }

  causeOf(id: number): number | undefined {
    return this.#columns.causeAt(id - this.firstId);
  }

  /** Its entries from one id to another, both included, as far as it has them. */
  *entries(from: number, to: number): IterableIterator<JournalEntry> {
    const last = Math.min(to, this.lastId);
    for (let id = Math.max(from, this.firstId); id <= last; id += 1) {
      const entry = this.entry(id);
      if (entry !== undefined) yield entry;
    }
  }

  add(entry: JournalEntry, stateBytes: number, inputBytes: number): void {
    this.#columns.add(entry);
    this.bytes += stateBytes + inputBytes;
    // States that were put back stay: no input makes them again.
    const staysWhole = entry.changes.some(({ kind }) => kind === 'restore');
    this.#thinBytes += staysWhole ? stateBytes + inputBytes : inputBytes;
  }

  /** Lets go of all states but the checkpoint. */
  thin(): void {
    this.#columns.thin();
    this.bytes = this.#thinBytes;
  }
}
