import type { ChangeKind, ChangeNote, Origin } from '../store/change.ts';
import {
  type EntryKind,
  type JournalEntry,
  type Outcome,
  type StoreChange,
  withoutStates,
} from './journal-entry.ts';

/**
 * Entries, a column for each of their members; an entry is made when it is first read. As an object each would have to be moved
 * by the collector twice while it is young, which costs more than many a change.
 *
 * Invariant: all columns are of one length, but for the states, which are gone when `isThin`.
 */
export class EntryColumns {
  readonly #kinds: EntryKind[] = [];
  readonly #names: string[] = [];
  readonly #origins: Origin[] = [];
  /** 0 where it is not known. */
  readonly #causeIds: number[] = [];
  readonly #atMs: number[] = [];
  readonly #durationsMs: number[] = [];
  readonly #outcomes: Outcome[] = [];
  readonly #stores: string[] = [];
  readonly #inputs: unknown[] = [];
  readonly #notes: (readonly ChangeNote[] | undefined)[] = [];
  #befores: unknown[] = [];
  #afters: unknown[] = [];
  /** By place the changes of entries that say more than one plain change does: batches, what was put back, what failed. */
  readonly #others = new Map<number, readonly StoreChange[]>();
  /** By place those that were read: whoever reads one again gets the same object, as views expect it. */
  readonly #made = new Map<number, JournalEntry>();
  #isThin = false;

  get length(): number {
    return this.#kinds.length;
  }

  get isThin(): boolean {
    return this.#isThin;
  }

  add({ kind, name, origin, causeId = 0, atMs, durationMs, outcome, changes }: JournalEntry): void {
    const plain = plainChange(kind, name, changes);
    if (plain === undefined) this.#others.set(this.length, changes);
    this.#kinds.push(kind);
    this.#names.push(name);
    this.#origins.push(origin);
    this.#causeIds.push(causeId);
    this.#atMs.push(atMs);
    this.#durationsMs.push(durationMs);
    this.#outcomes.push(outcome);
    this.#stores.push(plain === undefined ? '' : plain.store);
    this.#inputs.push(plain?.input);
    this.#notes.push(plain?.notes);
    this.#befores.push(plain?.states?.before);
    this.#afters.push(plain?.states?.after);
  }

  causeAt(place: number): number | undefined {
    const id = this.#causeIds[place] ?? 0;
    return id === 0 ? undefined : id;
  }

  /** The entry at a place, if there is one. */
  at(place: number, id: number): JournalEntry | undefined {
    const known = this.#made.get(place);
    if (known !== undefined) return known;
    const made = this.#make(place, id);
    if (made !== undefined) this.#made.set(place, made);
    return made;
  }

  #make(place: number, id: number): JournalEntry | undefined {
    const kind = this.#kinds[place];
    const name = this.#names[place];
    const origin = this.#origins[place];
    const outcome = this.#outcomes[place];
    if (kind === undefined || name === undefined || origin === undefined || outcome === undefined) {
      return undefined;
    }
    return {
      id,
      kind,
      name,
      origin,
      causeId: this.causeAt(place),
      atMs: this.#atMs[place] ?? 0,
      durationMs: this.#durationsMs[place] ?? 0,
      outcome,
      changes: this.#others.get(place) ?? this.#plainAt(place, kind, name),
    };
  }

  /** Lets go of all states, but for those that were put back: no input makes them again. */
  thin(): void {
    this.#isThin = true;
    this.#made.clear();
    this.#befores = [];
    this.#afters = [];
    for (const [place, changes] of this.#others) this.#others.set(place, changes.map(withoutStates));
  }

  #plainAt(place: number, kind: EntryKind, name: string): readonly StoreChange[] {
    if (!isOfChange(kind)) return [];
    const store = this.#stores[place] ?? '';
    const input = this.#inputs[place];
    const states = this.#isThin ? undefined : { before: this.#befores[place], after: this.#afters[place] };
    const notes = this.#notes[place];
    return [{ store, kind, name, input, states, ...(notes === undefined ? {} : { notes }) }];
  }
}

/** The one change of an entry that says no more than its own kind and name, an input and two states. */
function plainChange(
  kind: EntryKind,
  name: string,
  changes: readonly StoreChange[],
): StoreChange | undefined {
  const [first] = changes;
  if (first === undefined || changes.length !== 1) return undefined;
  const { kind: own, states } = first;
  if (own !== kind || own === 'restore' || first.name !== name || states === undefined) return undefined;
  return first;
}

function isOfChange(kind: EntryKind): kind is ChangeKind {
  return kind !== 'batch' && kind !== 'joined' && kind !== 'left';
}
