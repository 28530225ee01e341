import { isArray } from '@statehouse/kernel';
import type { ReferenceField } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Incoming, IncomingRow } from './incoming-row.ts';

/**
 * What becomes of a reference to an entity that is neither in the document nor in the data. `error`: nothing is
 * received. `keep`: the row is kept and its reference left empty (an error where it may not be). `drop`: the row is
 * not received, and neither is what refers to it.
 */
export type DanglingPolicy = 'error' | 'keep' | 'drop';

/** A reference that leads nowhere: the field of a row, and the entity that was not there. */
export interface DanglingReference {
  readonly table: string;
  readonly id: string;
  /** `parent`: the place in a tree. */
  readonly field: string;
  readonly target: string;
  readonly missing: string;
}

/** What came of looking at every reference. */
export interface SettledReferences {
  readonly dropped: ReadonlySet<IncomingRow>;
  /** In the order of the data. */
  readonly dangling: readonly DanglingReference[];
}

/**
 * Deals with the references that lead nowhere, by the policy: empties fields, and answers the rows that stay out.
 * @throws StatehouseError `db/dangling-reference`
 */
export function settleDangling(
  snapshot: Snapshot<Schema>,
  incoming: Incoming,
  policy: DanglingPolicy,
): SettledReferences {
  const dropped = new Set<IncomingRow>();
  const dangling: DanglingReference[] = [];
  const isThere = (table: string, id: string): boolean =>
    incoming.get(table)?.has(id) === true || snapshot.get(table, id) !== undefined;
  for (const [table, rows] of incoming) {
    const references = referencesOf(snapshot, table);
    if (references.length === 0) continue;
    for (const row of rows.values()) {
      for (const reference of references) {
        const missing = missingIn(row, reference, isThere);
        if (missing.length === 0) continue;
        const { field, target } = reference;
        if (policy === 'error' || (policy === 'keep' && !(reference.nullable || reference.many)))
          throw dbError('dangling-reference', { table, id: row.id, field, target });
        for (const one of missing) dangling.push({ table, id: row.id, field, target, missing: one });
        if (policy === 'drop') dropped.add(row);
        else empty(row, reference, missing);
      }
    }
  }
  if (dropped.size > 0) dropReferrers(snapshot, incoming, dropped);
  return { dropped, dangling };
}

/** The references of a table, a tree's parent among them. */
function referencesOf(snapshot: Snapshot<Schema>, table: string): readonly ReferenceField[] {
  const shape = snapshot.shape(table);
  if (shape === undefined) return [];
  if (shape.order !== 'tree') return shape.references;
  const { parentRule: onDelete } = shape;
  return [...shape.references, { field: 'parent', target: table, onDelete, nullable: true, many: false }];
}

function missingIn(
  row: IncomingRow,
  { field, target }: ReferenceField,
  isThere: (table: string, id: string) => boolean,
): readonly string[] {
  const value = givenIn(row, field);
  if (typeof value === 'string') return isThere(target, value) ? NONE : [value];
  if (!isArray(value)) return NONE;
  return value.filter((id) => typeof id === 'string').filter((id) => !isThere(target, id));
}

const NONE: readonly string[] = [];

function empty(row: IncomingRow, { field }: ReferenceField, missing: readonly string[]): void {
  const value = givenIn(row, field);
  const left = isArray(value) ? value.filter((id) => typeof id !== 'string' || !missing.includes(id)) : null;
  if (field === 'parent') row.parent = null;
  else row.fields[field] = left;
}

function givenIn(row: IncomingRow, field: string): unknown {
  return field === 'parent' ? row.parent : row.fields[field];
}

/** A row that is not in the document and stays out takes along what refers to it. */
function dropReferrers(snapshot: Snapshot<Schema>, incoming: Incoming, dropped: Set<IncomingRow>): void {
  const referrers = new Map<IncomingRow, IncomingRow[]>();
  for (const [table, rows] of incoming) {
    const references = referencesOf(snapshot, table);
    for (const row of rows.values()) {
      for (const target of targetsOf(row, references, incoming)) {
        const known = referrers.get(target);
        if (known === undefined) referrers.set(target, [row]);
        else known.push(row);
      }
    }
  }
  for (const row of dropped) {
    if (snapshot.get(row.table, row.id) !== undefined) continue;
    for (const referrer of referrers.get(row) ?? []) dropped.add(referrer);
  }
}

function* targetsOf(
  row: IncomingRow,
  references: readonly ReferenceField[],
  incoming: Incoming,
): Iterable<IncomingRow> {
  for (const { field, target } of references) {
    const value = givenIn(row, field);
    for (const id of isArray(value) ? value : [value]) {
      const row = typeof id === 'string' ? incoming.get(target)?.get(id) : undefined;
      if (row !== undefined) yield row;
    }
  }
}
