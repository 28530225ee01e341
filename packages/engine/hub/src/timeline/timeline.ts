import { emptyArray, type Stopwatch } from '@statehouse/kernel';
import { CauseStack } from '../causes/cause-stack.ts';
import type { JoinedStore } from '../join/joined-store.ts';
import { bytesBeside } from '../journal/byte-estimate.ts';
import { Journal, type JournalBounds } from '../journal/journal.ts';
import { APPLIED, type JournalEntry, type StoreChange } from '../journal/journal-entry.ts';
import type { Change } from '../store/change.ts';
import { freezeDeep } from './freeze.ts';

export type EntryListener = (entry: JournalEntry) => void;

export interface TimelineOptions {
  readonly bounds: JournalBounds;
  readonly stopwatch: Stopwatch;
  /** Whether states are frozen when they are first seen. */
  readonly freezes: boolean;
  readonly stores: ReadonlyMap<string, JoinedStore>;
  readonly onListenerFailed: (error: unknown, entry: JournalEntry) => void;
}

/** What an entry is made of beside its place and its time. */
export type EntryContent = Omit<JournalEntry, 'id' | 'atMs'>;

/**
 * Writes what happens into the journal, in the order in which states change, and tells of it afterwards.
 *
 * Invariant: entries are told of in their order and once each, and none while a change is open at the gate of a store.
 */
export class Timeline {
  readonly journal: Journal;
  readonly causes = new CauseStack();
  readonly #options: TimelineOptions;
  readonly #startMs: number;
  /** Replaced rather than changed: who is told of an entry is who listened when its telling began. */
  #listeners: readonly EntryListener[] = [];
  #waiting: JournalEntry[] = [];
  #gatheredBytes = 0;
  /** What is to be written when the batch is. */
  #deferred: EntryContent[] = [];
  #isTelling = false;
  #open = 0;
  /** The changes of a batch while it is made, instead of entries of their own. */
  #gathering: StoreChange[] | undefined;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#startMs = options.stopwatch.nowMs();
    this.journal = new Journal(options.bounds, () => this.keptStates());
  }

  /** The states of all stores, as the journal keeps them. */
  keptStates(): Map<string, unknown> {
    const kept = new Map<string, unknown>();
    for (const [name, joined] of this.#options.stores) kept.set(name, joined.kept(joined.state));
    return kept;
  }

  subscribe(listener: EntryListener): () => void {
    const own: EntryListener = (entry) => listener(entry);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== own);
    };
  }

  /** Takes a change in: as an entry, or as a part of the batch that is being made. Answers with the entry's id. */
  record(joined: JoinedStore, change: Change): number {
    if (this.#options.freezes) freezeDeep(change.after);
    joined.measure(change);
    const { kind, name, input, before, after, notes } = change;
    const { estimate } = joined;
    const store = joined.name;
    const states = { before: joined.kept(before), after: joined.kept(after) };
    const part: StoreChange =
      notes === undefined
        ? { store, kind, name, input, states }
        : { store, kind, name, input, states, notes };
    if (this.#gathering !== undefined) {
      this.#gathering.push(part);
      this.#gatheredBytes += estimate.stateBytes + estimate.inputBytes;
      joined.state = after;
      return this.journal.lastId + 1;
    }
    this.journal.prepare();
    joined.state = after;
    const { origin, causeId = this.causes.now, durationMs } = change;
    const id = this.journal.lastId + 1;
    const atMs = this.nowMs();
    this.#append(
      { id, kind, name, origin, causeId, atMs, durationMs, outcome: APPLIED, changes: [part] },
      estimate.stateBytes,
      estimate.inputBytes,
    );
    return id;
  }

  /** Milliseconds with fractions since the hub was made. */
  nowMs(): number {
    return this.#options.stopwatch.nowMs() - this.#startMs;
  }

  /** Whether changes are parts of a batch just now. */
  get isGathering(): boolean {
    return this.#gathering !== undefined;
  }

  /** Writes an entry, which is told of with the next `tell`; inside a batch, after the batch's own. */
  write(content: EntryContent): void {
    if (this.#gathering === undefined) this.#write(content, 0, inputBytesOf(content));
    else this.#deferred.push(content);
  }

  #write(content: EntryContent, stateBytes: number, inputBytes: number): void {
    this.journal.prepare();
    const entry = { ...content, id: this.journal.lastId + 1, atMs: this.nowMs() };
    this.#append(entry, stateBytes, inputBytes);
  }

  #append(entry: JournalEntry, stateBytes: number, inputBytes: number): void {
    this.journal.add(entry, stateBytes, inputBytes);
    this.#waiting.push(entry);
  }

  /** A change begins at a gate; answers with its place among the causes. */
  open(): number {
    const at = this.causes.size;
    this.causes.push();
    this.#open += 1;
    return at;
  }

  /** It has ended, and what came of it in this turn. */
  close(at: number): void {
    this.causes.closeTo(at);
    this.#open -= 1;
    this.tell();
  }

  /** Gathers what a function changes, instead of writing an entry for each. Nothing is told of meanwhile. */
  gather(run: () => void): readonly StoreChange[] {
    const outer = this.#gathering;
    const changes: StoreChange[] = [];
    // A stretch that begins with the batch begins with the states before it.
    if (outer === undefined) this.journal.prepare();
    this.#gathering = changes;
    try {
      run();
    } finally {
      this.#gathering = outer;
    }
    return changes;
  }

  /** Writes the entry of a batch, and behind it what else was to be written meanwhile. */
  writeBatch(content: EntryContent): void {
    this.#write(content, this.#gatheredBytes, 0);
    this.#gatheredBytes = 0;
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const each of deferred) this.write(each);
  }

  /** Tells of what was written, unless that is being done further out, or something is under way. */
  tell(): void {
    if (this.#isTelling || this.#open > 0 || this.#gathering !== undefined) return;
    if (this.#waiting.length === 0) return;
    this.#isTelling = true;
    try {
      // What listeners change is appended meanwhile, and told of after what led to it.
      for (let at = 0; at < this.#waiting.length; at += 1) {
        const entry = this.#waiting[at];
        if (entry !== undefined) this.#tellOf(entry);
      }
    } finally {
      emptyArray(this.#waiting);
      this.#isTelling = false;
    }
  }

  /** How many entries in a row led to one, itself included, as far as the journal reaches; counts no further than told. */
  depthOf(id: number | undefined, most: number): number {
    let depth = 0;
    for (let at = id; at !== undefined && depth < most; depth += 1) at = this.journal.causeOf(at);
    return depth;
  }

  #tellOf(entry: JournalEntry): void {
    const at = this.causes.size;
    this.causes.push(entry.id);
    try {
      for (const listener of this.#listeners) this.#tellOne(listener, entry);
    } finally {
      this.causes.closeTo(at);
    }
  }

  #tellOne(listener: EntryListener, entry: JournalEntry): void {
    try {
      listener(entry);
    } catch (error) {
      this.#options.onListenerFailed(error, entry);
    }
  }
}

/** What is refused, failed or an effect is rare, and is looked at each time. */
function inputBytesOf({ changes }: EntryContent): number {
  return changes.reduce(
    (bytes, { input }) => bytes + (input === undefined ? 0 : bytesBeside(input, undefined)),
    0,
  );
}
