import { emptyMap, type PersistentMap, type Table } from '@statehouse/collections';
import type { Row, TableShape } from '@statehouse/ot';
import { uniqueKey } from '@statehouse/ot';
import { builtTable } from './built-table.ts';
import { IdOrder } from './id-order.ts';
import { idOf, orderKey, parentKey, positionOf, targetsIn } from './index-keys.ts';
import type { RowIndex, RowMove } from './indexes/row-index.ts';
import type { TableLayout } from './layout.ts';
import { nextSerial } from './succession.ts';
import type { IdSet, Siblings, TableState } from './table-state.ts';

/** A row that changes in one table. */
export interface TableWrite {
  readonly id: string;
  readonly row: Row | undefined;
}

/** A write together with the row that it replaces. */
interface Replacement extends TableWrite, RowMove {}

/** Writes one row. Returns the same table if nothing changes. */
export function writeRow(
  layout: TableLayout,
  state: TableState,
  id: string,
  given: Row | undefined,
): TableState {
  const before = state.rows.get(id);
  const row = given === undefined ? undefined : withId(id, given);
  if (row === before) return state;
  const rows = row === undefined ? state.rows.delete(id) : state.rows.set(row);
  if (row !== undefined && before !== undefined && sameIndexed(layout.indexedFields, before, row)) {
    return withRows(state, rows);
  }
  const slot = (row === undefined ? state.rows : rows).slotOf(id) ?? -1;
  return withIndexes(layout, state, rows, [{ id, slot, before, row }]);
}

/** Writes many rows, at most one for each id. */
export function writeRows(layout: TableLayout, state: TableState, writes: readonly TableWrite[]): TableState {
  const [only] = writes;
  if (only === undefined) return state;
  if (writes.length === 1) return writeRow(layout, state, only.id, only.row);
  const isFirst = state.rows.size === 0 && writes.some(({ row }) => row !== undefined);
  if (isFirst) return builtTable(layout, rowsOf(writes));
  const moved: Replacement[] = [];
  const rows = state.rows.batch((draft) => {
    for (const { id, row: given } of writes) {
      const before = draft.get(id);
      const row = given === undefined ? undefined : withId(id, given);
      if (row === before) continue;
      const earlier = row === undefined ? draft.slotOf(id) : undefined;
      if (row === undefined) draft.delete(id);
      else draft.set(row);
      if (row === undefined || before === undefined || !sameIndexed(layout.indexedFields, before, row)) {
        moved.push({ id, slot: earlier ?? draft.slotOf(id) ?? -1, before, row });
      }
    }
  });
  if (rows === state.rows) return state;
  return moved.length === 0 ? withRows(state, rows) : withIndexes(layout, state, rows, moved);
}

function* rowsOf(writes: readonly TableWrite[]): Iterable<Row> {
  for (const { id, row } of writes) if (row !== undefined) yield withId(id, row);
}

/** The same indexes over other rows. */
function withRows(state: TableState, rows: Table<Row>): TableState {
  const { inOrder, referrers, uniques, siblings, indexes } = state;
  return {
    revision: nextSerial(),
    rows,
    inOrder: new IdOrder(rows, inOrder),
    referrers,
    uniques,
    siblings,
    indexes,
  };
}

/** Rows carry their id. What the algebra makes of a stored row by spreading it has it already. */
function withId(id: string, row: Row): Row {
  return row.id === id ? row : { ...row, id };
}

function sameIndexed(fields: readonly string[], before: Row, after: Row): boolean {
  for (const field of fields) if (before[field] !== after[field]) return false;
  return true;
}

function withIndexes(
  { shape }: TableLayout,
  state: TableState,
  rows: Table<Row>,
  moved: readonly Replacement[],
): TableState {
  return {
    revision: nextSerial(),
    rows,
    inOrder: new IdOrder(rows, state.inOrder),
    referrers:
      shape.references.length === 0
        ? state.referrers
        : state.referrers.map((index, at) => withReferrers(index, shape.references[at]?.field ?? '', moved)),
    uniques:
      shape.uniques.length === 0
        ? state.uniques
        : state.uniques.map((index, at) => withKeys(index, shape, at, moved)),
    siblings: shape.order === 'none' ? state.siblings : withSiblings(state.siblings, moved),
    indexes: withMoves(state, rows, moved),
  };
}

/** More moves than this share of a table make it quicker to begin anew. */
const MOST_MOVED = 1 / 4;

function withMoves(state: TableState, rows: Table<Row>, moved: readonly RowMove[]): readonly RowIndex[] {
  const { indexes } = state;
  if (indexes.length === 0) return indexes;
  // Slots are those of one kin: a table that began anew has others.
  if (!rows.isKinOf(state.rows) || moved.length > rows.size * MOST_MOVED)
    return indexes.map((index) => index.of(rows));
  const idOfEntry = (slot: number) => idOf(rows.at(slot) ?? state.rows.at(slot) ?? {});
  return indexes.map((index) => index.with(moved, idOfEntry));
}

function withReferrers(
  index: PersistentMap<IdSet>,
  field: string,
  moved: readonly Replacement[],
): PersistentMap<IdSet> {
  const changes = new GroupedChanges<true>();
  for (const { id, before, row } of moved) {
    if (before?.[field] === row?.[field]) continue;
    const earlier = targetsIn(before, field);
    const later = targetsIn(row, field);
    for (const target of earlier) if (!later.includes(target)) changes.add(target, id, undefined);
    for (const target of later) if (!earlier.includes(target)) changes.add(target, id, true);
  }
  return changes.applyTo(index);
}

function withSiblings(
  index: PersistentMap<Siblings>,
  moved: readonly Replacement[],
): PersistentMap<Siblings> {
  const changes = new GroupedChanges<string>();
  for (const { id, before, row } of moved) {
    if (
      before !== undefined &&
      row !== undefined &&
      before.parent === row.parent &&
      before.position === row.position
    ) {
      continue;
    }
    if (before !== undefined) changes.add(parentKey(before), orderKey(positionOf(before), id), undefined);
    if (row !== undefined) changes.add(parentKey(row), orderKey(positionOf(row), id), id);
  }
  return changes.applyTo(index);
}

function withKeys(
  index: PersistentMap<string>,
  shape: TableShape,
  at: number,
  moved: readonly Replacement[],
): PersistentMap<string> {
  const unique = shape.uniques[at];
  if (unique === undefined) return index;
  return index.batch((draft) => {
    for (const { id, before } of moved) {
      const key = before === undefined ? undefined : uniqueKey(unique, before);
      if (key !== undefined && draft.get(key) === id) draft.delete(key);
    }
    for (const { id, row } of moved) {
      const key = row === undefined ? undefined : uniqueKey(unique, row);
      if (key !== undefined) draft.set(key, id);
    }
  });
}

/** Changes of inner maps, gathered so that each inner map is rebuilt once. */
class GroupedChanges<Value> {
  readonly #groups = new Map<string, InnerChange<Value>[]>();

  /** `value` undefined takes the key out. */
  add(group: string, key: string, value: Value | undefined): void {
    const changes = this.#groups.get(group);
    if (changes === undefined) this.#groups.set(group, [{ key, value }]);
    else changes.push({ key, value });
  }

  applyTo(index: PersistentMap<PersistentMap<Value>>): PersistentMap<PersistentMap<Value>> {
    if (this.#groups.size > 1) {
      return index.batch((outer) => {
        for (const [group, changes] of this.#groups) {
          const inner = changed(outer.get(group), changes);
          if (inner.size === 0) outer.delete(group);
          else outer.set(group, inner);
        }
      });
    }
    for (const [group, changes] of this.#groups) {
      const inner = changed(index.get(group), changes);
      return inner.size === 0 ? index.delete(group) : index.set(group, inner);
    }
    return index;
  }
}

interface InnerChange<Value> {
  readonly key: string;
  readonly value: Value | undefined;
}

function changed<Value>(
  before: PersistentMap<Value> | undefined,
  changes: readonly InnerChange<Value>[],
): PersistentMap<Value> {
  const map = before ?? emptyMap<Value>();
  const [only] = changes;
  if (only !== undefined && changes.length === 1) {
    return only.value === undefined ? map.delete(only.key) : map.set(only.key, only.value);
  }
  return map.batch((draft) => {
    for (const { key, value } of changes) {
      if (value === undefined) draft.delete(key);
      else draft.set(key, value);
    }
  });
}
