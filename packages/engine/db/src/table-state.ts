import { emptyMap, type PersistentMap } from '@statehouse/collections';
import type { Row, TableShape } from '@statehouse/ot';
import { uniqueKey } from '@statehouse/ot';
import { orderKey, parentKey, positionOf, targetsIn } from './index-keys.ts';
import type { TableLayout } from './layout.ts';

/** A set of ids in order. */
export type IdSet = PersistentMap<true>;
/** Entities by their order key. */
export type Siblings = PersistentMap<string>;

/**
 * One table at one moment: its rows and the indexes made of them. Immutable.
 * Invariant: every index is what {@link writeRows} would make of the rows from nothing.
 */
export interface TableState {
  readonly rows: PersistentMap<Row>;
  /** For each reference field of the shape: target id → ids of the entities that point at it. */
  readonly referrers: readonly PersistentMap<IdSet>[];
  /** For each unique index of the shape: key → id. */
  readonly uniques: readonly PersistentMap<string>[];
  /** Parent id (or the top level) → its children in order. Empty in a table without order. */
  readonly siblings: PersistentMap<Siblings>;
}

/** A row that changes in one table. */
export interface TableWrite {
  readonly id: string;
  readonly row: Row | undefined;
}

/** A write together with the row that it replaces. */
interface Replacement extends TableWrite {
  readonly before: Row | undefined;
}

/** The table without rows. */
export function emptyTable(shape: TableShape): TableState {
  return {
    rows: emptyMap(),
    referrers: shape.references.map(() => emptyMap<IdSet>()),
    uniques: shape.uniques.map(() => emptyMap<string>()),
    siblings: emptyMap(),
  };
}

/** Writes one row. Returns the same table if nothing changes. */
export function writeRow(
  layout: TableLayout,
  state: TableState,
  id: string,
  given: Row | undefined,
): TableState {
  if (given === undefined) {
    const before = state.rows.get(id);
    if (before === undefined) return state;
    return withIndexes(layout, state, state.rows.delete(id), [{ id, before, row: undefined }]);
  }
  const row = withId(id, given);
  const before = state.rows.get(id);
  if (before === row) return state;
  const rows = state.rows.set(id, row);
  if (before !== undefined && sameIndexed(layout.indexedFields, before, row)) {
    return { rows, referrers: state.referrers, uniques: state.uniques, siblings: state.siblings };
  }
  return withIndexes(layout, state, rows, [{ id, before, row }]);
}

/** Writes many rows, at most one for each id. */
export function writeRows(layout: TableLayout, state: TableState, writes: readonly TableWrite[]): TableState {
  const [only] = writes;
  if (only === undefined) return state;
  if (writes.length === 1) return writeRow(layout, state, only.id, only.row);
  const moved: Replacement[] = [];
  const rows = state.rows.batch((draft) => {
    for (const { id, row: given } of writes) {
      const before = draft.get(id);
      const row = given === undefined ? undefined : withId(id, given);
      if (row === before) continue;
      if (row === undefined) draft.delete(id);
      else draft.set(id, row);
      if (row === undefined || before === undefined || !sameIndexed(layout.indexedFields, before, row)) {
        moved.push({ id, before, row });
      }
    }
  });
  return rows === state.rows ? state : withIndexes(layout, state, rows, moved);
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
  rows: PersistentMap<Row>,
  moved: readonly Replacement[],
): TableState {
  return {
    rows,
    referrers:
      shape.references.length === 0
        ? state.referrers
        : state.referrers.map((index, at) => withReferrers(index, shape.references[at]?.field ?? '', moved)),
    uniques:
      shape.uniques.length === 0
        ? state.uniques
        : state.uniques.map((index, at) => withKeys(index, shape, at, moved)),
    siblings: shape.order === 'none' ? state.siblings : withSiblings(state.siblings, moved),
  };
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
