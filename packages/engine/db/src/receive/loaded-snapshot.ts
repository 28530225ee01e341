import { type Random, randomId, systemRandom } from '@statehouse/kernel';
import {
  incarnationOf,
  type Place,
  type Row,
  type RowWrite,
  rowFromPlain,
  type TableShape,
} from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { checkEdit } from '../gate.ts';
import { namingRow } from '../row-named.ts';
import type { Schema, TableName } from '../schema.ts';
import { emptySnapshot, type Snapshot } from '../snapshot.ts';
import { checkUniques } from '../transaction/check-uniques.ts';
import { type DanglingPolicy, settleDangling } from './dangling.ts';
import { takeApart } from './incoming.ts';
import type { IncomingRow, NestedRelation } from './incoming-row.ts';
import { placesFor } from './places.ts';
import { plainFields } from './receive.ts';

/** How data becomes a snapshot. */
export interface LoadOptions {
  /** Members of the data that hold rows of another table which refer back: `{ comments: { table, via } }`. */
  readonly nested?: Readonly<Record<string, NestedRelation>>;
  /** What becomes of references that lead nowhere; `error` unless said otherwise. */
  readonly dangling?: DanglingPolicy;
  /** Draws position keys and, without `client`, part of the incarnations of texts. */
  readonly random?: Random;
  /** Who made the texts; random unless given. */
  readonly client?: string;
}

/**
 * The document that holds this data, read and checked as `receive` does it, but made at once: no operation, no log,
 * nothing to undo. For loading much into a local database: `createDatabase({ schema, snapshot })`. An id that a table
 * of the data lists twice is an error here. O(rows).
 * @throws StatehouseError `db/duplicate-id` · `db/unique-taken` · `db/parent-circle`, and as `Document.receive`
 * @example
 * const snapshot = snapshotFromData(schema, { lists: [{ id: 1, name: 'Groceries' }], items: [{ id: 2, list: 1, note: 'Milk' }] });
 * const database = createDatabase({ schema, snapshot });
 */
export function snapshotFromData<S extends Schema>(
  schema: S,
  data: { readonly [Table in TableName<S>]?: unknown },
  options: LoadOptions = {},
): Snapshot<S> {
  const { random = systemRandom, nested = {}, dangling = 'error' } = options;
  const empty = emptySnapshot(schema);
  const incoming = takeApart(schema, data, { nested, once: true });
  const { dropped } = settleDangling(empty, incoming, dangling);
  const places = placesFor(empty, incoming, random);
  const incarnation = incarnationOf({ client: options.client ?? randomId(random), sequence: 0 });
  const writes: RowWrite[] = [];
  for (const [table, rows] of incoming) {
    const shape = schema.shape(table);
    if (shape === undefined) continue;
    for (const row of rows.values()) {
      if (dropped.has(row)) continue;
      const { id } = row;
      const make = () => rowFrom(schema, shape, row, places.get(row), incarnation);
      writes.push({ table, id, row: namingRow(table, id, make) });
    }
  }
  const snapshot = empty.with(writes);
  checkLoaded(snapshot, writes);
  return snapshot;
}

function rowFrom(
  schema: Schema,
  shape: TableShape,
  row: IncomingRow,
  place: Place | undefined,
  incarnation: string,
): Row {
  const { table, id } = row;
  const fields = plainFields(row, shape.fieldKinds);
  checkEdit(schema, { kind: 'insert', table, id, fields, ...(place === undefined ? {} : { place }) });
  for (const [field, kind] of Object.entries(shape.fieldKinds)) {
    if (kind !== 'text') continue;
    const text = fields[field] ?? '';
    if (typeof text === 'string') fields[field] = { incarnation, text };
  }
  return { id, ...rowFromPlain({ fields, ...(place === undefined ? {} : { place }) }, shape) };
}

/** What concerns several rows at once: unique keys, and trees without circles. */
function checkLoaded(snapshot: Snapshot<Schema>, rows: readonly RowWrite[]): void {
  const uniquesOf = (table: string) => snapshot.shape(table)?.uniques ?? [];
  const claimants = rows.filter(({ table }) => uniquesOf(table).length > 0);
  const rowAfter = (table: string, id: string) => snapshot.get(table, id);
  checkUniques({ uniquesOf, holderBefore: () => undefined, rowAfter }, claimants);
  const rooted = new Map<string, Set<string>>();
  for (const { table, id } of rows) {
    if (snapshot.shape(table)?.order !== 'tree') continue;
    const known = rooted.get(table) ?? new Set();
    rooted.set(table, known);
    climb(snapshot, table, id, known);
  }
}

/** Notes an entity and its ancestors as standing under the top level. Each is climbed over once. */
function climb(snapshot: Snapshot<Schema>, table: string, id: string, rooted: Set<string>): void {
  const path = new Set<string>();
  let current: unknown = id;
  while (typeof current === 'string' && !rooted.has(current)) {
    if (path.has(current)) throw dbError('parent-circle', { table, id: current, field: 'parent' });
    path.add(current);
    current = snapshot.get(table, current)?.parent;
  }
  for (const one of path) rooted.add(one);
}
