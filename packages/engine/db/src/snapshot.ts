import type { Table } from '@statehouse/collections';
import type { DocumentState, PlainRow, Referrer, Row, RowWrite, TableShape } from '@statehouse/ot';
import { rowFromPlain } from '@statehouse/ot';
import { builtTable } from './built-table.ts';
import { dbError } from './errors.ts';
import { listOf } from './id-list.ts';
import { TOP_LEVEL } from './index-keys.ts';
import type { IndexDefinition } from './indexes/index-declaration.ts';
import type { RowIndex } from './indexes/row-index.ts';
import type { OrderedTableName, ReferringField, RowOf } from './inferred-rows.ts';
import { type Layout, layoutOf, type TableLayout } from './layout.ts';
import type { Schema, TableName } from './schema.ts';
import { nextSerial } from './succession.ts';
import { emptyTable, type IdSet, type Siblings, type TableState } from './table-state.ts';
import { TableView } from './table-view.ts';
import { type TableWrite, writeRow, writeRows } from './written-table.ts';

const NO_IDS: readonly string[] = Object.freeze([]);

/**
 * All entities of a document at one moment, with their indexes. Immutable: keeping one costs nothing, and what two
 * of them have in common they share.
 * Invariant: reverse indexes, unique indexes and sibling order agree with the rows.
 */
export class Snapshot<S extends Schema = Schema> implements DocumentState {
  readonly schema: S;
  /** Unique in this process; what came to be later has a greater one. */
  readonly serial: number;
  /** The serial of the snapshot that all this one's forebears begin with. */
  readonly origin: number;
  readonly #layout: Layout;
  readonly #tables: readonly TableState[];

  /** Use {@link emptySnapshot} or {@link snapshotFromRows}. */
  constructor(schema: S, layout: Layout, tables: readonly TableState[], origin?: number) {
    this.schema = schema;
    this.serial = nextSerial();
    this.origin = origin ?? this.serial;
    this.#layout = layout;
    this.#tables = tables;
  }

  /**
   * The entities of a table.
   * @throws StatehouseError `db/unknown-table`
   */
  table<Name extends TableName<S>>(name: Name): TableView<RowOf<S, Name>> {
    return new TableView(this.#stateOf(this.#layoutOf(name)));
  }

  /** The ids of a parent's children (null: the top level), in order; the same list while the order does not change. */
  children(table: OrderedTableName<S>, parent: string | null = null): readonly string[] {
    const siblings = this.siblings(table, parent);
    return siblings === undefined ? NO_IDS : listOf(siblings, () => siblings.values());
  }

  /** The ids of the entities whose field refers to `id`, in id order; the same list while they are the same. */
  referrersOf<Target extends TableName<S>, From extends TableName<S>>(
    target: Target,
    id: string,
    from: From,
    field: ReferringField<S, Target, From>,
  ): readonly string[] {
    this.#layoutOf(target);
    const layout = this.#layoutOf(from);
    const at = layout.shape.references.findIndex((reference) => reference.field === field);
    if (at === -1) throw dbError('unknown-field', { table: from, field });
    const ids = this.#stateOf(layout).referrers[at]?.get(id);
    return ids === undefined ? NO_IDS : listOf(ids, () => ids.keys());
  }

  /** A parent's children by order key; undefined if there are none. */
  siblings(table: string, parent: string | null): Siblings | undefined {
    return this.#stateOf(this.#layoutOf(table)).siblings.get(parent ?? TOP_LEVEL);
  }

  /** The rows of a table as they are stored, in the order in which they came in. */
  rows(table: string): Table<Row> {
    return this.#stateOf(this.#layoutOf(table)).rows;
  }

  /** The indexes that a table declares. */
  indexes(table: string): readonly IndexDefinition[] {
    return this.#layoutOf(table).indexes;
  }

  /**
   * A declared index as it is kept: slots of {@link rows}.
   * @throws StatehouseError `db/unknown-index`
   */
  index(table: string, name: string): RowIndex {
    const layout = this.#layoutOf(table);
    const at = layout.indexes.findIndex((index) => index.name === name);
    const index = this.#stateOf(layout).indexes[at];
    if (index === undefined) throw dbError('unknown-index', { table, index: name });
    return index;
  }

  /** Rows and indexes of a table as they are kept: for the checks of integrity. */
  stateOf(table: string): TableState {
    return this.#stateOf(this.#layoutOf(table));
  }

  shape(table: string): TableShape | undefined {
    return this.#layout.byName.get(table)?.shape;
  }

  get(table: string, id: string): Row | undefined {
    const layout = this.#layout.byName.get(table);
    return layout === undefined ? undefined : this.#tables[layout.ordinal]?.rows.get(id);
  }

  *referrers(table: string, id: string): Iterable<Referrer> {
    const layout = this.#layout.byName.get(table);
    if (layout === undefined) return;
    for (const { ordinal, table: from, field, index } of layout.incoming) {
      for (const referrer of this.#incoming(ordinal, index, id)) yield { table: from, id: referrer, field };
    }
  }

  holder(table: string, index: string, key: string): string | undefined {
    const layout = this.#layout.byName.get(table);
    if (layout === undefined) return undefined;
    const at = layout.shape.uniques.findIndex(({ name }) => name === index);
    return this.#tables[layout.ordinal]?.uniques[at]?.get(key);
  }

  with(writes: readonly RowWrite[]): this {
    const [first] = writes;
    if (first === undefined) return this;
    if (writes.length > 1) return this.#withMany(writes);
    const layout = this.#layoutOf(first.table);
    const before = this.#stateOf(layout);
    const after = writeRow(layout, before, first.id, first.row);
    return before === after ? this : this.#withTables(replaced(this.#tables, layout.ordinal, after));
  }

  #withMany(writes: readonly RowWrite[]): this {
    const byTable = new Map<TableLayout, TableWrite[]>();
    for (const write of writes) {
      const layout = this.#layoutOf(write.table);
      const group = byTable.get(layout);
      if (group === undefined) byTable.set(layout, [write]);
      else group.push(write);
    }
    let tables = this.#tables;
    for (const [layout, group] of byTable) {
      const before = this.#stateOf(layout);
      const after = writeRows(layout, before, group);
      if (after !== before) tables = replaced(tables, layout.ordinal, after);
    }
    return tables === this.#tables ? this : this.#withTables(tables);
  }

  /** The class has no subclasses, so `this` is a Snapshot<S>. */
  #withTables(tables: readonly TableState[]): this {
    return new Snapshot(this.schema, this.#layout, tables, this.origin) as this;
  }

  #incoming(ordinal: number, index: number, id: string): Iterable<string> {
    const state = this.#tables[ordinal];
    if (index === -1) return [...(state?.siblings.get(id)?.values() ?? [])].sort();
    const ids: IdSet | undefined = state?.referrers[index]?.get(id);
    return ids?.keys() ?? NO_IDS;
  }

  #layoutOf(table: string): TableLayout {
    const layout = this.#layout.byName.get(table);
    if (layout !== undefined) return layout;
    throw dbError('unknown-table', { table, known: [...this.#layout.byName.keys()].join(', ') });
  }

  #stateOf(layout: TableLayout): TableState {
    return this.#tables[layout.ordinal] ?? emptyTable(layout);
  }
}

/** A document without entities. */
export function emptySnapshot<S extends Schema>(schema: S): Snapshot<S> {
  const layout = layoutOf(schema);
  return new Snapshot(schema, layout, layout.tables.map(emptyTable));
}

/**
 * The document that holds these rows (as {@link plainRows} answers them). The rows are trusted: references are not
 * checked, and of two rows for one entity the later stands.
 * @throws StatehouseError `db/unknown-table`
 */
export function snapshotFromRows<S extends Schema>(
  schema: S,
  rows: Iterable<readonly [table: string, id: string, row: PlainRow]>,
): Snapshot<S> {
  const layout = layoutOf(schema);
  const byTable = new Map(layout.tables.map(({ name }): [string, Row[]] => [name, []]));
  for (const [table, id, plain] of rows) {
    const shape = schema.shape(table);
    if (shape === undefined)
      throw dbError('unknown-table', { table, known: Object.keys(schema.tables).join(', ') });
    byTable.get(table)?.push({ id, ...rowFromPlain(plain, shape) });
  }
  const tables = layout.tables.map((table) => builtTable(table, byTable.get(table.name) ?? []));
  return new Snapshot(schema, layout, tables);
}

function replaced(tables: readonly TableState[], at: number, state: TableState): readonly TableState[] {
  const copy = tables.slice();
  copy[at] = state;
  return copy;
}
