import { canonicalize, type Json } from '@statehouse/kernel';
import type { UniqueIndex } from './document-state.ts';
import { type Row, TextValue } from './row.ts';

/** The key that a row claims in a unique index: canonical JSON of its parts; undefined if any part is null. */
export function uniqueKey(index: UniqueIndex, row: Row): string | undefined {
  const parts: Json[] = [];
  for (const field of index.fields) {
    const value = row[field];
    if (value === undefined || value === null || value instanceof TextValue) return undefined;
    parts.push(value);
  }
  return canonicalize(parts);
}
