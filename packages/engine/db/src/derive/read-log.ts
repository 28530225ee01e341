import type { Row } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { listOf } from '../id-list.ts';
import { TOP_LEVEL } from '../index-keys.ts';
import { OrderedRowIndex } from '../indexes/ordered-row-index.ts';
import type { Query } from '../query/expression/query.ts';
import { DEEPEST, tooDeep } from '../running-selectors.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { TableState } from '../table-state.ts';
import { answeringFor } from './answering.ts';
import { settledValue } from './outcome.ts';
import type { RowRange } from './reader.ts';
import { FunctionStep, NestedStep, QueryStep, type Step } from './step.ts';
import { CountRead, countIn, type IdList, IdsRead, PresenceRead, RangeRead } from './table-read.ts';
import { TableReads } from './table-reads.ts';

const NO_IDS: readonly string[] = Object.freeze([]);

/** What a computation is given beside its arguments. */
export interface ReadLogOptions {
  readonly selector: string;
  readonly snapshot: Snapshot;
  /** Whether nothing will follow from here: queries are answered once, and not kept up to date. */
  readonly isPast: boolean;
  /** How many reads of a table, and how many steps, are told apart. */
  readonly limit: number;
  /** What the computation before this one did. */
  readonly earlier: readonly Step[];
}

/**
 * Reads a snapshot and writes down what was read.
 * Invariant: what was written down determines everything that was answered.
 */
export class ReadLog {
  readonly #options: ReadLogOptions;
  readonly #snapshot: Snapshot;
  readonly #earlierQueries: readonly QueryStep[];
  readonly #earlierNested: readonly NestedStep[];
  readonly #tables: TableReads[] = [];
  #steps: Step[] = [];
  #queries = 0;
  #nested = 0;
  #depth = 0;
  #areStepsWhole = false;
  #isBound = false;
  #isOpen = true;
  #given: ReadonlySet<object> | undefined;

  constructor(options: ReadLogOptions) {
    this.#options = options;
    this.#snapshot = options.snapshot;
    this.#earlierQueries = options.earlier.filter((step) => step instanceof QueryStep);
    this.#earlierNested = options.earlier.filter((step) => step instanceof NestedStep);
  }

  get tables(): readonly TableReads[] {
    return this.#tables;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Whether it depends on the snapshot as such. */
  get isBound(): boolean {
    return this.#isBound;
  }

  /** How many levels of other selectors stand under this one. */
  get depth(): number {
    return this.#depth;
  }

  /** Whether some of it is no longer told apart. */
  get isCoarse(): boolean {
    return this.#tables.some(({ isWhole }) => isWhole);
  }

  /** Whether an object that was handed out belongs to the snapshot. */
  isGiven(object: object): boolean {
    this.#given ??= givenObjects(this.#tables, this.#steps);
    if (this.#given.has(object)) return true;
    const id: unknown = 'id' in object ? object.id : undefined;
    if (typeof id !== 'string') return false;
    return this.#tables.some(({ table, isWhole }) => isWhole && this.#snapshot.get(table, id) === object);
  }

  /** Nothing can be read from now on. */
  close(): void {
    this.#isOpen = false;
    for (const reads of this.#tables) reads.settle();
  }

  row(table: string, id: string | null): Row | undefined {
    const state = this.#stateOf(table);
    if (id === null) return undefined;
    const row = state.rows.get(id);
    this.#readsOf(table, state).addRow(id, row);
    return row;
  }

  has(table: string, id: string): boolean {
    const state = this.#stateOf(table);
    this.#readsOf(table, state).add(new PresenceRead(state, id));
    return state.rows.has(id);
  }

  size(table: string): number {
    return this.#counted(table, ({ rows }) => rows.size);
  }

  all(table: string): readonly Row[] {
    const state = this.#stateOf(table);
    this.#readsOf(table, state).addWhole();
    return state.inOrder.list;
  }

  children(table: string, parent: string | null): readonly string[] {
    const state = this.#stateOf(table);
    const key = parent ?? TOP_LEVEL;
    return this.#ids(table, state, {
      find: (at) => at.siblings.get(key),
      ids: (at) => at.siblings.get(key)?.values() ?? NO_IDS,
    });
  }

  referrersOf(target: string, id: string, table: string, field: string): readonly string[] {
    const state = this.#stateOf(table);
    const place = this.#referenceTo(target, table, field);
    return this.#ids(table, state, {
      find: (at) => at.referrers[place]?.get(id),
      ids: (at) => at.referrers[place]?.get(id)?.keys() ?? NO_IDS,
    });
  }

  countReferrers(target: string, id: string, table: string, field: string): number {
    const place = this.#referenceTo(target, table, field);
    return this.#counted(table, (at) => at.referrers[place]?.get(id)?.size ?? 0);
  }

  range(table: string, index: string, range: RowRange): readonly Row[] {
    const state = this.#stateOf(table);
    const read = new RangeRead(state, this.#indexOf(table, index, state), { ...range });
    this.#readsOf(table, state).add(read);
    return read.rows;
  }

  count(table: string, index: string, range: RowRange): number {
    const at = this.#indexOf(table, index, this.#stateOf(table));
    const copy = { ...range };
    return this.#counted(table, (state) => countIn(state, at, copy));
  }

  query(query: Query<Schema, unknown>): unknown {
    this.#stateOf(query.node.table);
    const { isPast, selector } = this.#options;
    if (query.schema !== this.#snapshot.schema) throw dbError('foreign-snapshot', { selector });
    const before = this.#earlierQueries[this.#queries];
    this.#queries += 1;
    const step = new QueryStep(query, this.#snapshot, isPast, before);
    this.#addStep(step);
    return step.value;
  }

  select(selector: (snapshot: Snapshot, ...args: readonly unknown[]) => unknown, args: readonly unknown[]) {
    this.#refuseClosed();
    const by = answeringFor(selector);
    if (by === undefined) {
      const step = new FunctionStep(this.#snapshot, (snapshot) => selector(snapshot, ...args));
      this.#addStep(step);
      return settledValue(step.outcome);
    }
    const before = this.#earlierNested[this.#nested];
    this.#nested += 1;
    const { asked, answer } = by.ask(this.#snapshot, args, before?.asked);
    this.#depth = Math.max(this.#depth, answer.depth + 1);
    if (this.#depth > DEEPEST) throw tooDeep(this.#options.selector);
    this.#addStep(new NestedStep(asked, answer));
    return settledValue(answer.outcome);
  }

  #ids(table: string, state: TableState, from: IdList): readonly string[] {
    const found = from.find(state);
    const list = found === undefined ? NO_IDS : listOf(found, () => from.ids(state));
    this.#readsOf(table, state).add(new IdsRead(state, from, list));
    return list;
  }

  #counted(table: string, count: (state: TableState) => number): number {
    const state = this.#stateOf(table);
    const read = new CountRead(state, count);
    this.#readsOf(table, state).add(read);
    return read.count;
  }

  #addStep(step: Step): void {
    this.#steps.push(step);
    if (!this.#areStepsWhole && this.#steps.length <= this.#options.limit) return;
    this.#areStepsWhole = true;
    for (const each of this.#steps) this.#addWhole(each);
    this.#steps = [];
  }

  #addWhole({ roots }: Step): void {
    if (roots === undefined) this.#isBound = true;
    else for (const table of roots.tables) this.#readsOf(table, this.#snapshot.stateOf(table)).addWhole();
  }

  #readsOf(table: string, state: TableState): TableReads {
    for (const known of this.#tables) if (known.table === table) return known;
    const reads = new TableReads(table, state, this.#options.limit);
    this.#tables.push(reads);
    return reads;
  }

  #indexOf(table: string, name: string, { indexes }: TableState): number {
    const at = this.#snapshot.indexes(table).findIndex((index) => index.name === name);
    if (indexes[at] instanceof OrderedRowIndex) return at;
    throw dbError('unknown-index', { table, index: name });
  }

  #referenceTo(target: string, table: string, field: string): number {
    this.#stateOf(target);
    this.#stateOf(table);
    const references = this.#snapshot.shape(table)?.references ?? [];
    const place = references.findIndex(
      (reference) => reference.field === field && reference.target === target,
    );
    if (place === -1) throw dbError('unknown-field', { table, field });
    return place;
  }

  #stateOf(table: string): TableState {
    this.#refuseClosed();
    return this.#snapshot.stateOf(table);
  }

  #refuseClosed(): void {
    if (!this.#isOpen) throw dbError('selector-over', { selector: this.#options.selector });
  }
}

/** The objects that were handed out. */
export function givenObjects(tables: readonly TableReads[], steps: readonly Step[]): ReadonlySet<object> {
  const given = new Set<object>();
  for (const reads of tables) reads.addGiven(given);
  for (const step of steps) step.addGiven(given);
  return given;
}
