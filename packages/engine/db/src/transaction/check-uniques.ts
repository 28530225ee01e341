import { type Row, type UniqueIndex, uniqueKey } from '@statehouse/ot';
import { dbError } from '../errors.ts';

/** An entity whose unique fields an operation writes. */
export interface Claimant {
  readonly table: string;
  readonly id: string;
}

/** The state before an operation, and the rows as the operation leaves them. */
export interface UniqueClaims {
  uniquesOf(table: string): readonly UniqueIndex[];
  holderBefore(table: string, index: string, key: string): string | undefined;
  rowAfter(table: string, id: string): Row | undefined;
}

/**
 * Checks that no two entities hold one unique key after an operation. Two may swap their keys, and who lets a key go
 * leaves it to others. Elsewhere in the log, where somebody else came first, the same is a conflict and no error.
 * @throws StatehouseError `db/unique-taken`
 */
export function checkUniques(claims: UniqueClaims, claimants: Iterable<Claimant>): void {
  const claimed = new Map<string, Map<string, string>>();
  for (const { table, id } of claimants) {
    const row = claims.rowAfter(table, id);
    if (row === undefined) continue;
    for (const index of claims.uniquesOf(table)) {
      const key = uniqueKey(index, row);
      if (key === undefined) continue;
      const name = `${table}\u0000${index.name}`;
      const holders = claimed.get(name) ?? new Map<string, string>();
      claimed.set(name, holders);
      const holder = holders.get(key) ?? heldStill(claims, table, index, key, id);
      if (holder !== undefined && holder !== id)
        throw dbError('unique-taken', { table, id, field: index.fields.join(','), holder });
      holders.set(key, id);
    }
  }
}

function heldStill(
  claims: UniqueClaims,
  table: string,
  index: UniqueIndex,
  key: string,
  id: string,
): string | undefined {
  const before = claims.holderBefore(table, index.name, key);
  const row = before === undefined || before === id ? undefined : claims.rowAfter(table, before);
  return row !== undefined && uniqueKey(index, row) === key ? before : undefined;
}
