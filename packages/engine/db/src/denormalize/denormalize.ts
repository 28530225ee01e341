import { isArray } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { idOf } from '../index-keys.ts';
import type { Schema, TableName } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Plan, type PlannedMember, planFor } from './plan.ts';
import type { Denormalized, Shape } from './shape.ts';
import { isSameUnder, referringTo } from './unchanged.ts';

/** A view, and a snapshot in which everything under it is as the view shows it. */
interface Held {
  readonly view: object;
  snapshot: Snapshot;
}

/** Views live for as long as somebody holds them, and no longer than the row that they show. */
const heldViews = new WeakMap<Row, WeakMap<Plan, WeakRef<Held>>>();
const heldBy = new WeakMap<object, Held>();
const heldLists = new WeakMap<object, WeakMap<Plan, WeakRef<readonly object[]>>>();

/**
 * An entity with its references followed as far as the shape says; undefined if it is not there. Nested entities and
 * lists are made when they are read. While nothing that the shape reaches has changed, it is the same object, in later
 * snapshots too, and so is each part of it. Costs what lies under the shape, or nothing if its tables have not changed.
 * What refers to an entity is in id order, children of a tree in theirs.
 * @throws StatehouseError `db/unknown-table` · `db/unknown-field`
 */
export function denormalize<
  S extends Schema,
  Table extends TableName<S>,
  const Given extends Shape<S, Table>,
>(
  snapshot: Snapshot<S>,
  table: Table,
  id: string,
  shape: Given & { readonly [Unknown in Exclude<keyof Given, keyof Shape<S, Table>>]: never },
): Denormalized<S, Table, Given> | undefined {
  return typed(viewOf(snapshot, planFor(snapshot.schema, table, shape), id));
}

/** Views have what their plan says, and the plan is that of the shape. */
function typed<View>(view: object | undefined): View | undefined {
  return view as View | undefined;
}

function viewOf(snapshot: Snapshot, plan: Plan, id: string): object | undefined {
  const row = snapshot.get(plan.table, id);
  if (row === undefined || (plan.members.length === 0 && plan.tag === undefined)) return row;
  const views = heldViews.get(row) ?? new WeakMap<Plan, WeakRef<Held>>();
  heldViews.set(row, views);
  const known = views.get(plan)?.deref();
  if (known !== undefined && isSameUnder(known.snapshot, snapshot, plan, id)) {
    known.snapshot = snapshot;
    return known.view;
  }
  const held: Held = { view: {}, snapshot };
  fill(held, plan, row);
  heldBy.set(held.view, held);
  views.set(plan, new WeakRef(held));
  return held.view;
}

/** Gives a view the row's fields, and members that are made at their first reading. */
function fill(held: Held, plan: Plan, row: Row): void {
  const { view } = held;
  const put = (name: string, value: unknown) =>
    Object.defineProperty(view, name, { value, enumerable: true, configurable: true });
  for (const field of Object.keys(row)) put(field, row[field]);
  if (plan.tag !== undefined) put(plan.tag.by, plan.tag.value);
  for (const member of plan.members) {
    let isRead = false;
    let value: unknown;
    const get = (): unknown => {
      if (!isRead) value = readMember(held.snapshot, row, member);
      isRead = true;
      return value;
    };
    Object.defineProperty(view, member.name, { get, enumerable: true, configurable: true });
  }
  Object.freeze(view);
}

function readMember(snapshot: Snapshot, row: Row, member: PlannedMember): unknown {
  switch (member.kind) {
    case 'one':
      return referredBy(snapshot, row[member.name], member.plan);
    case 'list': {
      const ids = row[member.name];
      return isArray(ids) ? listOf(snapshot, member.plan, ids) : [];
    }
    case 'reverse':
      return listOf(snapshot, member.plan, referringTo(snapshot, member, idOf(row)));
    case 'union': {
      const chosen = member.variants.find(({ field }) => typeof row[field] === 'string');
      return chosen === undefined ? null : referredBy(snapshot, row[chosen.field], chosen.plan);
    }
  }
}

function referredBy(snapshot: Snapshot, id: unknown, plan: Plan): object | null {
  return typeof id === 'string' ? (viewOf(snapshot, plan, id) ?? null) : null;
}

/** The views of some entities; the same list while the ids and the views are. */
function listOf(snapshot: Snapshot, plan: Plan, ids: readonly unknown[]): readonly object[] {
  const views: object[] = [];
  for (const id of ids) {
    const view = typeof id === 'string' ? viewOf(snapshot, plan, id) : undefined;
    if (view !== undefined) views.push(view);
  }
  const lists = heldLists.get(ids) ?? new WeakMap<Plan, WeakRef<readonly object[]>>();
  heldLists.set(ids, lists);
  const known = lists.get(plan)?.deref();
  if (known?.length === views.length && known.every((view, at) => view === views[at])) return known;
  const list = Object.freeze(views);
  lists.set(plan, new WeakRef(list));
  return list;
}
