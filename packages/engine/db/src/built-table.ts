import { mapFrom, type PersistentMap, type Table } from '@statehouse/collections';
import { type Row, type TableShape, uniqueKey } from '@statehouse/ot';
import { IdOrder } from './id-order.ts';
import { idOf, orderKey, parentKey, positionOf, targetsIn } from './index-keys.ts';
import type { TableLayout } from './layout.ts';
import { nextSerial } from './succession.ts';
import { emptyTable, type IdSet, type Siblings, type TableState } from './table-state.ts';

/**
 * A table of these rows, of which each carries its id; of two rows for one id the later stands. Every index is made in
 * one pass, from lists that are sorted once: for much that comes in at once.
 */
export function builtTable(layout: TableLayout, given: Iterable<Row>): TableState {
  const { shape } = layout;
  const empty = emptyTable(layout);
  const rows = empty.rows.batch((draft) => {
    for (const row of given) draft.set(row);
  });
  return {
    revision: nextSerial(),
    rows,
    inOrder: new IdOrder(rows),
    referrers: shape.references.map(({ field }) => builtReferrers(rows, field)),
    uniques: shape.uniques.map((unique) => builtUnique(rows, unique)),
    siblings: shape.order === 'none' ? empty.siblings : builtSiblings(rows),
    indexes: empty.indexes.map((index) => index.of(rows)),
  };
}

function builtReferrers(rows: Table<Row>, field: string): PersistentMap<IdSet> {
  const byTarget = new Map<string, string[]>();
  rows.forEach((row) => {
    for (const target of targetsIn(row, field)) listIn(byTarget, target).push(idOf(row));
  });
  return mapFrom(mapped(byTarget, (ids) => mapFrom(ids.sort().map((id) => [id, true]))));
}

function builtSiblings(rows: Table<Row>): PersistentMap<Siblings> {
  const byParent = new Map<string, [key: string, id: string][]>();
  rows.forEach((row) => {
    const id = idOf(row);
    listIn(byParent, parentKey(row)).push([orderKey(positionOf(row), id), id]);
  });
  return mapFrom(mapped(byParent, (siblings) => mapFrom(siblings)));
}

function builtUnique(rows: Table<Row>, unique: TableShape['uniques'][number]): PersistentMap<string> {
  const holders: [key: string, id: string][] = [];
  rows.forEach((row) => {
    const key = uniqueKey(unique, row);
    if (key !== undefined) holders.push([key, idOf(row)]);
  });
  return mapFrom(holders);
}

function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  if (list.length === 0) lists.set(key, list);
  return list;
}

function* mapped<Item, Made>(
  lists: ReadonlyMap<string, Item[]>,
  make: (list: Item[]) => Made,
): Iterable<readonly [string, Made]> {
  for (const [key, list] of lists) yield [key, make(list)];
}
