import type { Random } from '@statehouse/kernel';
import { positionsBetween } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { orderKey, positionOf, positionOfOrderKey } from '../index-keys.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Siblings } from '../table-state.ts';

/** Where to put an entity among its siblings. Without a neighbour it goes to the end. */
export interface Neighbours {
  /** Right behind this sibling; null: in front of all. */
  readonly after?: string | null;
  /** Right in front of this sibling. */
  readonly before?: string;
}

/** A position key, and the siblings that have to be re-keyed to make room for it. */
export interface Placement {
  readonly position: string;
  readonly rekeyed: readonly { readonly id: string; readonly position: string }[];
}

/** A key longer than this is not made; the siblings are spread anew instead. */
const LONGEST_KEY = 256;

/**
 * Finds a position key for an entity among the children of `parent`. Siblings that share a key leave no room between
 * them: those behind the gap get new keys. `self` is passed over, so that an entity can be moved past itself.
 * @throws StatehouseError `db/not-sibling`
 */
export function findPlacement(
  snapshot: Snapshot<Schema>,
  table: string,
  parent: string | null,
  self: string,
  where: Neighbours,
  random: Random,
): Placement {
  const siblings = snapshot.siblings(table, parent);
  if (siblings === undefined) {
    const named = where.after ?? where.before;
    if (named !== undefined && named !== null) throw dbError('not-sibling', { table, id: named });
    return { position: firstOf(positionsBetween(null, null, 1, random)), rekeyed: [] };
  }
  const gap = gapIn(snapshot, siblings, table, parent, self, where);
  const lower = gap.before === undefined ? null : positionOfOrderKey(gap.before);
  const upper = gap.after === undefined ? null : positionOfOrderKey(gap.after);
  if (lower !== null && upper !== null && lower === upper)
    return withRoom(siblings, gap, lower, self, random);
  const position = firstOf(positionsBetween(lower, upper, 1, random));
  return position.length <= LONGEST_KEY ? { position, rekeyed: [] } : spreadAnew(siblings, gap, self, random);
}

/** The order keys on both sides of where the entity goes; undefined at the ends. */
interface Gap {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

function gapIn(
  snapshot: Snapshot<Schema>,
  siblings: Siblings,
  table: string,
  parent: string | null,
  self: string,
  where: Neighbours,
): Gap {
  if (where.after === null) return { before: undefined, after: nextKey(siblings, undefined, self) };
  const named = where.after ?? where.before;
  if (named === undefined) return { before: previousKey(siblings, undefined, self), after: undefined };
  const row = snapshot.get(table, named);
  if (row === undefined || (row.parent ?? null) !== parent)
    throw dbError('not-sibling', { table, id: named });
  const key = orderKey(positionOf(row), named);
  if (named === self)
    return { before: previousKey(siblings, key, self), after: nextKey(siblings, key, self) };
  return where.after === undefined
    ? { before: previousKey(siblings, key, self), after: key }
    : { before: key, after: nextKey(siblings, key, self) };
}

/** The first key behind `key` (undefined: of all) that is not the entity's own. */
function nextKey(siblings: Siblings, key: string | undefined, self: string): string | undefined {
  const bounds = key === undefined ? {} : { from: `${key}\u0000` };
  for (const [next, id] of siblings.range(bounds)) if (id !== self) return next;
  return undefined;
}

/** The last key in front of `key` (undefined: of all) that is not the entity's own. */
function previousKey(siblings: Siblings, key: string | undefined, self: string): string | undefined {
  const bounds = key === undefined ? { reverse: true } : { to: key, reverse: true };
  for (const [previous, id] of siblings.range(bounds)) if (id !== self) return previous;
  return undefined;
}

/** The entity and the siblings behind it that share the key move between the key and the next one. */
function withRoom(siblings: Siblings, gap: Gap, shared: string, self: string, random: Random): Placement {
  const behind: string[] = [];
  let upper: string | null = null;
  for (const [key, id] of siblings.range(gap.after === undefined ? {} : { from: gap.after })) {
    if (id === self) continue;
    if (positionOfOrderKey(key) !== shared) {
      upper = positionOfOrderKey(key);
      break;
    }
    behind.push(id);
  }
  const [position, ...keys] = positionsBetween(shared, upper, behind.length + 1, random);
  return { position: position ?? shared, rekeyed: paired(behind, keys) };
}

/** Every sibling gets a new, short key. */
function spreadAnew(siblings: Siblings, gap: Gap, self: string, random: Random): Placement {
  const ids: string[] = [];
  let at = 0;
  for (const [key, id] of siblings) {
    if (id === self) continue;
    ids.push(id);
    if (gap.before !== undefined && key <= gap.before) at = ids.length;
  }
  const keys = positionsBetween(null, null, ids.length + 1, random);
  const [position] = keys.splice(at, 1);
  return { position: position ?? '', rekeyed: paired(ids, keys) };
}

function paired(
  ids: readonly string[],
  keys: readonly string[],
): { readonly id: string; readonly position: string }[] {
  return ids.map((id, index) => ({ id, position: keys[index] ?? '' }));
}

function firstOf(keys: readonly string[]): string {
  return keys[0] ?? '';
}
