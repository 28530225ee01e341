import { isStatehouseError } from '@statehouse/kernel';
import type { Hub } from '../hub.ts';
import type { JournalEntry, StoreChange } from '../journal/journal-entry.ts';
import type { Store } from '../store/store.ts';

/** A state that is known. */
export interface Known {
  readonly state: unknown;
}

/** One store’s part in an entry, with the states around it as far as they are known. */
export interface WalkedChange {
  readonly change: StoreChange;
  /** Whether it changed the store: what failed or was refused did not. */
  readonly isApplied: boolean;
  readonly before: Known | undefined;
  readonly after: Known | undefined;
  /** Whether the input and `reduce` of the store that is on the hub now would make the one of the other. */
  readonly canRunAgain: boolean;
  /** That another store had this name then. */
  readonly isOfFormer: boolean;
}

export interface WalkedEntry {
  readonly entry: JournalEntry;
  readonly changes: readonly WalkedChange[];
}

/**
 * Goes through what a journal held at one moment, and has the states after each entry: those that are kept, and those
 * of the older part, which are made again.
 *
 * Invariant: going through it again gives the same, whatever happens on the hub meanwhile, as long as every `reduce`
 * is pure.
 */
export class JournalWalk {
  readonly firstId: number;
  readonly lastId: number;
  /** The stores that are on the hub. */
  readonly stores: ReadonlyMap<string, Store>;
  readonly #entries: readonly JournalEntry[];
  /** The last entry by which a store of a name joined. */
  readonly #joinedAt = new Map<string, number>();
  readonly #starts: ReadonlyMap<string, Known>;

  constructor(hub: Hub, to: number) {
    const { journal } = hub;
    // A journal whose beginning is gone tells how things were after its first entry, not before it.
    this.firstId = journal.firstId === 1 ? 1 : journal.firstId + 1;
    this.lastId = Math.min(to, journal.lastId);
    this.#entries = [...journal.entries(this.firstId, this.lastId)];
    this.stores = new Map(hub.storeNames.map((name) => [name, hub.store(name)]));
    for (const { id, kind, name } of this.#entries) if (kind === 'joined') this.#joinedAt.set(name, id);
    this.#starts = this.firstId === 1 ? new Map() : this.#startsOf(hub);
  }

  /** The states before the first entry. */
  get starts(): ReadonlyMap<string, Known> {
    return this.#starts;
  }

  *entries(): Generator<WalkedEntry, void, void> {
    const states = new Map(this.#starts);
    for (const entry of this.#entries) {
      const changes = entry.changes.map((change) => this.#walkChange(entry, change, states));
      yield { entry, changes };
    }
  }

  #walkChange(entry: JournalEntry, change: StoreChange, states: Map<string, Known>): WalkedChange {
    const { store: name, input } = change;
    const isOfFormer = entry.id < (this.#joinedAt.get(name) ?? 0);
    const isApplied = entry.kind !== 'effect' && (entry.outcome.kind === 'applied' || entry.kind === 'batch');
    if (!isApplied) {
      return { change, isApplied, before: undefined, after: undefined, canRunAgain: false, isOfFormer };
    }
    const store = isOfFormer ? undefined : this.stores.get(name);
    const before = entry.kind === 'joined' ? undefined : (keptBefore(change, store) ?? states.get(name));
    const rerun =
      store?.reduce === undefined || before === undefined || input === undefined || change.kind === 'restore'
        ? undefined
        : () => store.reduce?.(before.state, input);
    const after =
      entry.kind === 'left'
        ? undefined
        : (keptAfter(change, store) ?? (rerun === undefined ? undefined : madeAgain(rerun)));
    if (after === undefined) states.delete(name);
    else states.set(name, after);
    return { change, isApplied, before, after, canRunAgain: rerun !== undefined, isOfFormer };
  }

  /** How the stores were before the first entry, from the entry before it, or from the first change that still says it. */
  #startsOf(hub: Hub): ReadonlyMap<string, Known> {
    const starts = new Map<string, Known>();
    const seen = new Set<string>();
    for (const entry of this.#entries) {
      for (const change of entry.changes) {
        if (seen.has(change.store) || (entry.outcome.kind !== 'applied' && entry.kind !== 'batch')) continue;
        seen.add(change.store);
        const known = entry.kind === 'joined' ? undefined : keptBefore(change, this.stores.get(change.store));
        if (known !== undefined) starts.set(change.store, known);
      }
    }
    for (const name of this.stores.keys()) {
      if (starts.has(name) || this.#joinedAt.has(name)) continue;
      const known = stateAt(hub, name, this.firstId - 1);
      if (known !== undefined) starts.set(name, known);
    }
    return starts;
  }
}

function stateAt(hub: Hub, name: string, entryId: number): Known | undefined {
  try {
    return hub.time.stateAt(name, entryId);
  } catch (error) {
    if (isStatehouseError(error, 'hub/state-not-kept')) return undefined;
    throw error;
  }
}

function keptBefore({ states }: StoreChange, store: Store | undefined): Known | undefined {
  return states === undefined ? undefined : recalled(states.before, store);
}

function keptAfter({ states }: StoreChange, store: Store | undefined): Known | undefined {
  return states === undefined ? undefined : recalled(states.after, store);
}

function recalled(kept: unknown, store: Store | undefined): Known | undefined {
  if (store?.marks === undefined) return { state: kept };
  const state = store.marks.recall(kept);
  return state === undefined ? undefined : { state };
}

function madeAgain(run: () => unknown): Known | undefined {
  try {
    return { state: run() };
  } catch {
    return undefined;
  }
}
