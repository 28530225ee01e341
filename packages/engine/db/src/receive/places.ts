import type { Random } from '@statehouse/kernel';
import { isPosition, type Place, positionsBetween } from '@statehouse/ot';
import { placeIn, positionOfOrderKey } from '../index-keys.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Incoming } from './incoming.ts';

/** What goes to the end of one parent's children. */
interface Appended {
  readonly table: string;
  readonly parent: string | null;
  readonly keys: string[];
  /** The highest position that the data gives under this parent. */
  given: string | null;
}

/**
 * The places that rows are put at, by row key: where the data says, else what is new goes to the end in the order of
 * the data, and what is there stays.
 */
export function placesFor(
  snapshot: Snapshot<Schema>,
  incoming: Incoming,
  random: Random,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const groups = new Map<string, Appended>();
  for (const [key, row] of incoming) {
    if (snapshot.shape(row.table)?.order === 'none') continue;
    const existing = snapshot.get(row.table, row.id);
    const held = existing === undefined ? undefined : placeIn(existing);
    const parent = row.parent === undefined ? (held?.parent ?? null) : row.parent;
    const group = groupOf(groups, row.table, parent);
    const position = row.position ?? (held?.parent === parent ? held.position : undefined);
    if (position === undefined) {
      group.keys.push(key);
      continue;
    }
    if (isPosition(position) && (group.given === null || group.given < position)) group.given = position;
    if (held?.parent !== parent || held.position !== position) places.set(key, { parent, position });
  }
  for (const { table, parent, keys, given } of groups.values()) {
    if (keys.length === 0) continue;
    const positions = positionsBetween(
      lastPosition(snapshot, table, parent, given),
      null,
      keys.length,
      random,
    );
    keys.forEach((key, index) => {
      places.set(key, { parent, position: positions[index] ?? '' });
    });
  }
  return places;
}

function groupOf(groups: Map<string, Appended>, table: string, parent: string | null): Appended {
  const key = `${table}\u0000${parent ?? ''}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group: Appended = { table, parent, keys: [], given: null };
  groups.set(key, group);
  return group;
}

function lastPosition(
  snapshot: Snapshot<Schema>,
  table: string,
  parent: string | null,
  given: string | null,
): string | null {
  for (const [key] of snapshot.siblings(table, parent)?.range({ reverse: true }) ?? []) {
    const last = positionOfOrderKey(key);
    return given === null || given < last ? last : given;
  }
  return given;
}
