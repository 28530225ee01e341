import { forgetStates, type JournalEntry, withoutStates } from './journal-entry.ts';

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
  #entries: JournalEntry[] = [];
  /** About what its entries keep alive. */
  bytes = 0;
  #thinBytes = 0;
  #isThin = false;
  #isRead = false;

  constructor(firstId: number, checkpoint: States) {
    this.firstId = firstId;
    this.checkpoint = checkpoint;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  get lastId(): number {
    return this.firstId + this.#entries.length - 1;
  }

  /** Whether only the inputs are left. */
  get isThin(): boolean {
    return this.#isThin;
  }

  /** Somebody reads its entries, and may hold them: those stay as they are. */
  read(): readonly JournalEntry[] {
    this.#isRead = true;
    return this.#entries;
  }

  add(entry: JournalEntry, stateBytes: number, inputBytes: number): void {
    this.#entries.push(entry);
    this.bytes += stateBytes + inputBytes;
    // States that were put back stay: no input makes them again.
    const staysWhole = entry.changes.some(({ kind }) => kind === 'restore');
    this.#thinBytes += staysWhole ? stateBytes + inputBytes : inputBytes;
  }

  /** Lets go of all states but the checkpoint. */
  thin(): void {
    if (this.#isRead) this.#entries = this.#entries.map(withoutStates);
    else for (const entry of this.#entries) forgetStates(entry);
    this.bytes = this.#thinBytes;
    this.#isThin = true;
  }
}
