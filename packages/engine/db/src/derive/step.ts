import { isArray, jsonEquals } from '@statehouse/kernel';
import type { Query } from '../query/expression/query.ts';
import type { QueryNode } from '../query/expression/query-node.ts';
import { KEEPING } from '../query/operators/pace.ts';
import { QueryView } from '../query/view/query-view.ts';
import { snapshotPort } from '../query/view/snapshot-port.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { keptParts } from './kept-parts.ts';
import { isSameOutcome, type Outcome } from './outcome.ts';
import { Roots } from './roots.ts';

/**
 * Something read that spans tables. Steps are checked in the order in which they were taken, and only as long as all
 * before them hold: then computing again would take the very same one.
 */
export interface Step {
  /** The tables that it depends on; undefined: anything in the snapshot. */
  readonly roots: Roots | undefined;
  /** Whether it would answer the same. In `isPast` nothing is moved on that follows the present. */
  holds(snapshot: Snapshot, isPast: boolean): boolean;
  /** Adds the objects that it handed out. */
  addGiven(into: Set<object>): void;
  /** Lets go of all that only serves to be quick. */
  pack(): void;
}

/** What a selector answers in one state. */
export interface Answer {
  readonly outcome: Outcome;
  /** The tables that it depends on; undefined: anything in the snapshot. */
  readonly roots: Roots | undefined;
  /** How many levels of other selectors stand under it. */
  readonly depth: number;
}

/** A selector with its arguments, to be asked in any state. */
export interface Asked {
  at(snapshot: Snapshot): Answer;
}

/** The answer of another derived selector. */
export class NestedStep implements Step {
  readonly asked: Asked;
  readonly #outcome: Outcome;
  #roots: Roots | undefined;

  constructor(asked: Asked, { outcome, roots }: Answer) {
    this.asked = asked;
    this.#outcome = outcome;
    this.#roots = roots;
  }

  get roots(): Roots | undefined {
    return this.#roots;
  }

  holds(snapshot: Snapshot): boolean {
    const { outcome, roots } = this.asked.at(snapshot);
    if (!isSameOutcome(outcome, this.#outcome)) return false;
    this.#roots = roots;
    return true;
  }

  addGiven(into: Set<object>): void {
    addValue(this.#outcome, into);
  }

  pack(): void {}
}

/** The answer of a function that remembers what it does by its own means. */
export class FunctionStep implements Step {
  readonly roots = undefined;
  readonly outcome: Outcome;
  readonly #ask: (snapshot: Snapshot) => unknown;

  constructor(snapshot: Snapshot, ask: (snapshot: Snapshot) => unknown) {
    this.#ask = ask;
    this.outcome = outcomeOf(ask, snapshot);
  }

  holds(snapshot: Snapshot): boolean {
    return isSameOutcome(outcomeOf(this.#ask, snapshot), this.outcome);
  }

  addGiven(into: Set<object>): void {
    addValue(this.outcome, into);
  }

  pack(): void {}
}

/** The value, and what stands in it if it is a list: lists are often taken apart. */
function addValue(outcome: Outcome, into: Set<object>): void {
  if (outcome.kind === 'error') return;
  const { value } = outcome;
  if (typeof value !== 'object' || value === null) return;
  into.add(value);
  if (isArray(value)) for (const item of value) if (typeof item === 'object' && item !== null) into.add(item);
}

function outcomeOf(ask: (snapshot: Snapshot) => unknown, snapshot: Snapshot): Outcome {
  try {
    return { kind: 'value', value: ask(snapshot) };
  } catch (error) {
    return { kind: 'error', error };
  }
}

/** What a query answered, with the view that keeps it up to date while it is of the present. */
export class QueryStep implements Step {
  readonly query: Query<Schema, unknown>;
  readonly value: unknown;
  readonly roots: Roots;
  #view: QueryView<Snapshot> | undefined;

  /** `before`: an earlier step, whose view goes over to this one if it asked the same. */
  constructor(
    query: Query<Schema, unknown>,
    snapshot: Snapshot,
    isPast: boolean,
    before: QueryStep | undefined,
  ) {
    const kept = isPast || before === undefined || !before.asks(query.node) ? undefined : before.#view;
    if (kept !== undefined && before !== undefined) before.#view = undefined;
    kept?.moveTo(snapshot);
    const view = kept ?? new QueryView(snapshotPort, query, snapshot, KEEPING);
    this.query = query;
    this.value = view.value;
    this.roots = new Roots();
    for (const table of view.tables) this.roots.add(table, snapshot.stateOf(table).revision);
    this.#view = isPast ? undefined : view;
  }

  asks(node: QueryNode): boolean {
    return node === this.query.node || jsonEquals(node, this.query.node);
  }

  holds(snapshot: Snapshot, isPast: boolean): boolean {
    if (this.roots.hold(snapshot)) return true;
    const view = this.#view;
    if (isPast || view === undefined) return this.#holdsAnew(snapshot, isPast);
    view.moveTo(snapshot);
    if (view.value !== this.value) return false;
    this.roots.confirm(snapshot);
    return true;
  }

  addGiven(into: Set<object>): void {
    addValue({ kind: 'value', value: this.value }, into);
  }

  pack(): void {
    this.#view = undefined;
  }

  /** Without a view to follow, the query is asked again. */
  #holdsAnew(snapshot: Snapshot, isPast: boolean): boolean {
    const { value } = new QueryView(snapshotPort, this.query, snapshot);
    const isSame = keptParts(this.value, value, () => false) === this.value;
    if (isSame && !isPast) this.roots.confirm(snapshot);
    return isSame;
  }
}
