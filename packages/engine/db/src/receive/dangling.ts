import { isArray } from '@statehouse/kernel';
import type { ReferenceField } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Incoming, IncomingRow } from './incoming.ts';

/**
 * What becomes of a reference to an entity that is neither in the document nor in the data. `error`: nothing is
 * received. `null`: the reference is emptied (an error where it may not be null). `keep-out`: the row is not received,
 * and neither is what refers to it.
 */
export type DanglingPolicy = 'error' | 'null' | 'keep-out';

/**
 * Deals with the references that lead nowhere, by the policy: changes the rows' fields, and answers the keys of the
 * rows that stay out.
 * @throws StatehouseError `db/dangling-reference`
 */
export function settleDangling(
  snapshot: Snapshot<Schema>,
  incoming: Incoming,
  policy: DanglingPolicy,
): ReadonlySet<string> {
  const isThere = (table: string, id: string): boolean =>
    snapshot.get(table, id) !== undefined || incoming.has(`${table}\u0000${id}`);
  const keptOut = new Set<string>();
  for (const [key, row] of incoming) if (hasDangling(snapshot, row, policy, isThere)) keptOut.add(key);
  if (keptOut.size > 0) keepReferrersOut(snapshot, incoming, keptOut);
  return keptOut;
}

/** A row that is not in the document and stays out takes along what refers to it. */
function keepReferrersOut(snapshot: Snapshot<Schema>, incoming: Incoming, keptOut: Set<string>): void {
  const referrers = new Map<string, string[]>();
  for (const [key, row] of incoming) {
    for (const target of targetsOf(snapshot, row)) {
      const known = referrers.get(target);
      if (known === undefined) referrers.set(target, [key]);
      else known.push(key);
    }
  }
  for (const key of keptOut) {
    const row = incoming.get(key);
    if (row === undefined || snapshot.get(row.table, row.id) !== undefined) continue;
    for (const referrer of referrers.get(key) ?? []) keptOut.add(referrer);
  }
}

function* targetsOf(snapshot: Snapshot<Schema>, row: IncomingRow): Iterable<string> {
  for (const { field, target } of snapshot.shape(row.table)?.references ?? []) {
    const value = row.fields.get(field);
    for (const id of isArray(value) ? value : [value])
      if (typeof id === 'string') yield `${target}\u0000${id}`;
  }
  if (typeof row.parent === 'string') yield `${row.table}\u0000${row.parent}`;
}

/** True if the row has to stay out. */
function hasDangling(
  snapshot: Snapshot<Schema>,
  row: IncomingRow,
  policy: DanglingPolicy,
  isThere: (table: string, id: string) => boolean,
): boolean {
  for (const reference of snapshot.shape(row.table)?.references ?? []) {
    const value = row.fields.get(reference.field);
    const ids = isArray(value) ? value : [value];
    const missing = ids.filter((id) => typeof id === 'string' && !isThere(reference.target, id));
    if (missing.length === 0) continue;
    if (policy === 'keep-out') return true;
    if (policy === 'error' || !(reference.nullable || reference.many)) throw dangling(row, reference);
    row.fields.set(reference.field, isArray(value) ? value.filter((id) => !missing.includes(id)) : null);
  }
  const { parent } = row;
  if (typeof parent !== 'string' || isThere(row.table, parent)) return false;
  if (policy === 'keep-out') return true;
  if (policy === 'error')
    throw dbError('dangling-reference', { table: row.table, id: row.id, field: 'parent', target: row.table });
  row.parent = null;
  return false;
}

function dangling(row: IncomingRow, { field, target }: ReferenceField): Error {
  return dbError('dangling-reference', { table: row.table, id: row.id, field, target });
}
