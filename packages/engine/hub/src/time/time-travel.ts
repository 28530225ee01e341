import { hubError } from '../errors.ts';
import type { JoinedStore } from '../join/joined-store.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalEntry, StoreChange } from '../journal/journal-entry.ts';
import type { Segment } from '../journal/segment.ts';

/** What the hub shows: the present, or how things were after an entry. */
export type ShownTime = { readonly kind: 'live' } | { readonly kind: 'past'; readonly entryId: number };

const LIVE = { kind: 'live' } as const;

/**
 * Shows the past of all stores at once. The stores go on underneath; only what their views see is the past.
 *
 * Invariant: every store that has `show` shows the state after the same entry, or the present.
 */
export class TimeTravel {
  readonly #journal: Journal;
  readonly #stores: ReadonlyMap<string, JoinedStore>;
  readonly #listeners = new Set<(shown: ShownTime) => void>();
  #shown: ShownTime = LIVE;

  constructor(journal: Journal, stores: ReadonlyMap<string, JoinedStore>) {
    this.#journal = journal;
    this.#stores = stores;
  }

  get shown(): ShownTime {
    return this.#shown;
  }

  /** Hears when something else is shown. */
  subscribe(listener: (shown: ShownTime) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Shows how everything was after an entry.
   *
   * @throws StatehouseError `hub/outside-journal`, `hub/state-not-kept`; then nothing else is shown than before
   */
  goTo(entryId: number): void {
    this.#segment(entryId);
    const states = [...this.#stores.values()].map(
      (joined) => [joined, this.stateAt(joined.name, entryId)] as const,
    );
    this.#shown = { kind: 'past', entryId };
    for (const [joined, state] of states) {
      if (state === undefined) joined.shown.show(LIVE);
      else joined.shown.show({ kind: 'past', state: state.state });
    }
    this.#tell();
  }

  /** So many entries back; no further than the journal reaches. */
  back(entries = 1): void {
    this.goTo(Math.max(this.#journal.firstId, this.#at - entries));
  }

  /** So many entries forward; behind the newest is the present. */
  forward(entries = 1): void {
    const target = this.#at + entries;
    if (target > this.#journal.lastId) this.resume();
    else this.goTo(target);
  }

  /** Shows the present again. */
  resume(): void {
    if (this.#shown.kind === 'live') return;
    this.#shown = LIVE;
    for (const { shown } of this.#stores.values()) shown.show(LIVE);
    this.#tell();
  }

  /**
   * The state of a store after an entry; undefined when it was not there yet. From the entry itself, or made again from
   * the checkpoint before it. O(entries of one stretch of the journal).
   *
   * @throws StatehouseError `hub/unknown-store`, `hub/outside-journal`, `hub/state-not-kept`
   */
  stateAt(store: string, entryId: number): { readonly state: unknown } | undefined {
    const joined = this.#stores.get(store);
    if (joined === undefined) throw hubError('unknown-store', { store, known: [...this.#stores.keys()] });
    const segment = this.#segment(entryId);
    const entries = [...segment.entries(segment.firstId, entryId)];
    // What a store of that name had before it left is not its own.
    const left = entries.findLastIndex(({ kind, name }) => kind === 'left' && name === store);
    const since = entries.slice(left + 1);
    const start = left === -1 ? keptAtStart(segment, store) : undefined;
    const found = segment.isThin
      ? this.#madeAgain(joined, start, since, entryId)
      : (lastKept(since, store) ?? start);
    if (found === undefined) return undefined;
    const state = joined.recalled(found.state);
    if (state === undefined && found.state !== undefined) throw this.#notKept(store, entryId);
    return { state };
  }

  get #at(): number {
    return this.#shown.kind === 'past' ? this.#shown.entryId : this.#journal.lastId;
  }

  #segment(entryId: number): Segment {
    const segment = this.#journal.segmentOf(entryId);
    if (segment !== undefined) return segment;
    const { firstId: first, lastId: last } = this.#journal;
    throw hubError('outside-journal', { entry: entryId, first, last });
  }

  /** From the newest state that is kept, and the inputs behind it. */
  #madeAgain(
    joined: JoinedStore,
    begun: { readonly state: unknown } | undefined,
    entries: readonly JournalEntry[],
    entryId: number,
  ): { readonly state: unknown } | undefined {
    const changes = entries.flatMap((entry) => changesOf(entry, joined.name));
    const at = changes.findLastIndex(({ states }) => states !== undefined);
    const states = changes[at]?.states;
    const start = states === undefined ? begun : { state: states.after };
    const inputs = changes.slice(at + 1);
    if (inputs.length === 0) return start;
    if (joined.store.reduce === undefined || start === undefined) {
      throw this.#notKept(joined.name, entryId);
    }
    let state = joined.recalled(start.state);
    for (const { input } of inputs) state = joined.store.reduce(state, input);
    return { state: joined.kept(state) };
  }

  #notKept(store: string, entry: number): Error {
    return hubError('state-not-kept', { store, entry });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener(this.#shown);
  }
}

/** What an entry really did to a store. */
function changesOf(entry: JournalEntry, store: string): readonly StoreChange[] {
  if (entry.outcome.kind !== 'applied' && entry.kind !== 'batch') return [];
  return entry.changes.filter((change) => change.store === store);
}

function lastKept(entries: readonly JournalEntry[], store: string): { readonly state: unknown } | undefined {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    const states = entry === undefined ? undefined : changesOf(entry, store).at(-1)?.states;
    if (states !== undefined) return { state: states.after };
  }
  return undefined;
}

function keptAtStart(segment: Segment, store: string): { readonly state: unknown } | undefined {
  return segment.checkpoint.has(store) ? { state: segment.checkpoint.get(store) } : undefined;
}
