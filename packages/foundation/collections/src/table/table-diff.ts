import { assert } from '@statehouse/kernel';
import { SlotTable } from './slot-table.ts';
import { visitDifferences } from './slot-vector.ts';
import type { Table, TableChange } from './table.ts';

/**
 * The ids at which two tables differ (entities compared with `===`), what is gone first, then in the order of the later
 * table. What the tables share is skipped unread: the cost is proportional to the difference. Tables that are no kin
 * share nothing, and are compared id by id. Who cannot use more than `most` changes is spared the rest: a list that is
 * longer than that is not all of them, and says no more than that they are too many.
 */
export function diffTables<Entity extends object>(
  before: Table<Entity>,
  after: Table<Entity>,
  most = Number.POSITIVE_INFINITY,
): readonly TableChange<Entity>[] {
  if (before === after) return [];
  const { gone, there } = before.isKinOf(after) ? bySlots(before, after, most) : byIds(before, after);
  return gone.concat(there);
}

interface Found<Entity extends object> {
  readonly gone: TableChange<Entity>[];
  readonly there: TableChange<Entity>[];
}

function bySlots<Entity extends object>(from: Table<Entity>, to: Table<Entity>, most: number): Found<Entity> {
  assert(from instanceof SlotTable && to instanceof SlotTable, () => 'a table of another make');
  const earlier: SlotTable<Entity> = from;
  const later: SlotTable<Entity> = to;
  const { idOf } = later;
  const gone: TableChange<Entity>[] = [];
  const there: TableChange<Entity>[] = [];
  let hasNew = false;
  visitDifferences<Entity>(earlier, later, (slot, before, after) => {
    if (after !== undefined) there.push({ id: idOf(after), before, after, slot });
    else if (before !== undefined) gone.push({ id: idOf(before), before, after, slot });
    hasNew ||= before === undefined;
    return gone.length + there.length <= most;
  });
  return hasNew && gone.length > 0 && gone.length + there.length <= most
    ? withReturned(gone, there)
    : { gone, there };
}

/** An id that was deleted and came back has changed its slot: that is one change, not two. */
function withReturned<Entity extends object>(
  gone: TableChange<Entity>[],
  there: TableChange<Entity>[],
): Found<Entity> {
  const left = new Map(gone.map((change) => [change.id, change]));
  const merged = there.flatMap((change) => {
    const { before } = left.get(change.id) ?? change;
    left.delete(change.id);
    return before === change.after ? [] : [{ ...change, before }];
  });
  return { gone: [...left.values()], there: merged };
}

function byIds<Entity extends object>(earlier: Table<Entity>, later: Table<Entity>): Found<Entity> {
  const gone: TableChange<Entity>[] = [];
  const there: TableChange<Entity>[] = [];
  earlier.forEach((before, slot) => {
    const id = earlier.idOf(before);
    if (!later.has(id)) gone.push({ id, before, after: undefined, slot });
  });
  later.forEach((after, slot) => {
    const id = later.idOf(after);
    const before = earlier.get(id);
    if (before !== after) there.push({ id, before, after, slot });
  });
  return { gone, there };
}
