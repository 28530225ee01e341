/**
 * Names one text field of one entity. Parts may hold any character, so each but the last is preceded by its length.
 */
export function textKey(table: string, id: string, field: string): string {
  return `${table.length}:${table}${id.length}:${id}${field}`;
}
