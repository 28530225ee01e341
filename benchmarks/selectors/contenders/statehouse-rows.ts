import type { PlainRow } from '@statehouse/ot';

/** A row as a snapshot takes it in. */
export function rowOf(
  table: string,
  id: string,
  fields: PlainRow['fields'],
): readonly [string, string, PlainRow] {
  return [table, id, { fields }];
}
