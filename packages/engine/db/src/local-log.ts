import type { Clock } from '@statehouse/kernel';
import { apply, type Conflict, type Effect, type Operation } from '@statehouse/ot';
import type { Committed, DocumentEvent, DocumentLog } from './document-log.ts';
import { EventQueue } from './event-queue.ts';
import type { Schema } from './schema.ts';
import { emptySnapshot, type Snapshot } from './snapshot.ts';

/** One entry of a local log: intent and outcome. */
export interface LocalEntry {
  /** 1, 2, 3, … */
  readonly version: number;
  readonly timeMs: number;
  readonly operation: Operation;
  readonly effect: Effect;
  readonly conflicts: readonly Conflict[];
}

/** The log of a document that has no server. */
export interface LocalLog<S extends Schema> extends DocumentLog<S> {
  /** How many operations were ever committed; also the sequence of the last one. */
  readonly version: number;
  /** The entries still held, oldest first; together with `base` they make the snapshot. */
  readonly entries: readonly LocalEntry[];
  /** The document before the first entry held. */
  readonly base: Snapshot<S>;
}

export interface LocalLogOptions<S extends Schema> {
  readonly schema: S;
  /** Who edits: part of the incarnations of texts. Two replicas that may meet need different ones. */
  readonly client: string;
  readonly clock: Clock;
  /** How many entries are held; older ones are folded into the base. */
  readonly limit?: number;
  /** Where the document starts; empty unless given. */
  readonly snapshot?: Snapshot<S>;
  /** The sequence of the last operation behind `snapshot`. */
  readonly version?: number;
}

const DEFAULT_LIMIT = 1_000;

/** Makes the log of a document that has no server: the outcome of each operation is made in place. */
export function createLocalLog<S extends Schema>(options: LocalLogOptions<S>): LocalLog<S> {
  return new InPlaceLog(options);
}

/** Invariant: `base` with the effects of `entries` applied in turn is `snapshot`; at most twice the limit is held. */
class InPlaceLog<S extends Schema> implements LocalLog<S> {
  readonly #client: string;
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #events = new EventQueue<DocumentEvent<S>>();
  #held: { readonly entry: LocalEntry; readonly before: Snapshot<S> }[] = [];
  #snapshot: Snapshot<S>;
  #version: number;

  constructor({ schema, client, clock, limit = DEFAULT_LIMIT, snapshot, version = 0 }: LocalLogOptions<S>) {
    this.#client = client;
    this.#clock = clock;
    this.#limit = limit;
    this.#snapshot = snapshot ?? emptySnapshot(schema);
    this.#version = version;
  }

  get snapshot(): Snapshot<S> {
    return this.#snapshot;
  }

  get version(): number {
    return this.#version;
  }

  get entries(): readonly LocalEntry[] {
    return this.#window().map(({ entry }) => entry);
  }

  get base(): Snapshot<S> {
    return this.#window()[0]?.before ?? this.#snapshot;
  }

  commit(operation: Operation): Committed {
    const before = this.#snapshot;
    this.#version += 1;
    const version = this.#version;
    const { state, effect, conflicts } = apply(before, operation, {
      client: this.#client,
      sequence: version,
    });
    this.#snapshot = state;
    this.#held.push({
      entry: { version, timeMs: this.#clock.nowMs(), operation, effect, conflicts },
      before,
    });
    if (this.#held.length >= 2 * this.#limit + 1) this.#held = this.#window();
    if (effect.length > 0) this.#events.tell({ cause: 'local', before, after: state, effect });
    return { effect, conflicts };
  }

  subscribe(listener: (event: DocumentEvent<S>) => void): () => void {
    return this.#events.subscribe(listener);
  }

  #window(): { readonly entry: LocalEntry; readonly before: Snapshot<S> }[] {
    return this.#limit === 0 ? [] : this.#held.slice(-this.#limit);
  }
}
