import { diffTables, type TableChange } from '@statehouse/collections';
import { assert } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { layoutOf } from './layout.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** One entity that two snapshots do not share; `before` or `after` is absent where the entity is. */
export type RowDifference = TableChange<Row>;

/** How two snapshots differ in one table; in id order, never empty. */
export interface TableDifference {
  readonly table: string;
  readonly rows: readonly RowDifference[];
}

/** Where two snapshots of one schema differ, table by table. The cost is proportional to the difference. */
export function diffSnapshots<S extends Schema>(
  before: Snapshot<S>,
  after: Snapshot<S>,
): readonly TableDifference[] {
  assert(before.schema === after.schema, () => 'snapshots of two schemas cannot be compared');
  const differences: TableDifference[] = [];
  if (before === after) return differences;
  for (const { name } of layoutOf(before.schema).tables) {
    const earlier = before.rows(name);
    const later = after.rows(name);
    if (earlier === later) continue;
    const rows = [...diffTables(earlier, later)].sort((one, other) => (one.id < other.id ? -1 : 1));
    if (rows.length > 0) differences.push({ table: name, rows });
  }
  return differences;
}
