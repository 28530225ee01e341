import type { Random } from '@statehouse/kernel';
import { isPosition, type Place, positionsBetween } from '@statehouse/ot';
import { placeIn, positionOfOrderKey } from '../index-keys.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Incoming, IncomingRow } from './incoming-row.ts';

/** What goes to the end of one parent's children. */
interface Appended {
  readonly rows: IncomingRow[];
  /** The highest position that the data gives under this parent. */
  given: string | null;
}

/**
 * The places that rows are put at: where the data says, else what is new goes to the end in the order of the data, and
 * what is there stays.
 */
export function placesFor(
  snapshot: Snapshot<Schema>,
  incoming: Incoming,
  random: Random,
): ReadonlyMap<IncomingRow, Place> {
  const places = new Map<IncomingRow, Place>();
  for (const [table, rows] of incoming) {
    if (snapshot.shape(table)?.order === 'none') continue;
    const groups = new Map<string | null, Appended>();
    for (const row of rows.values()) placeRow(snapshot, row, groups, places);
    for (const [parent, { rows: appended, given }] of groups) {
      if (appended.length === 0) continue;
      const last = lastPosition(snapshot, table, parent, given);
      const positions = positionsBetween(last, null, appended.length, random);
      appended.forEach((row, at) => {
        places.set(row, { parent, position: positions[at] ?? '' });
      });
    }
  }
  return places;
}

/** Notes where a row says it stands, or that it goes to the end of its group. */
function placeRow(
  snapshot: Snapshot<Schema>,
  row: IncomingRow,
  groups: Map<string | null, Appended>,
  places: Map<IncomingRow, Place>,
): void {
  const existing = snapshot.get(row.table, row.id);
  const held = existing === undefined ? undefined : placeIn(existing);
  const parent = row.parent === undefined ? (held?.parent ?? null) : row.parent;
  const group = groups.get(parent) ?? { rows: [], given: null };
  groups.set(parent, group);
  const position = row.position ?? (held?.parent === parent ? held.position : undefined);
  if (position === undefined) {
    group.rows.push(row);
    return;
  }
  if (isPosition(position) && (group.given === null || group.given < position)) group.given = position;
  if (held?.parent !== parent || held.position !== position) places.set(row, { parent, position });
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
