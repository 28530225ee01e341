import type { IndexKey, KeyPart } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';

/** Whether a value can be part of a key. */
export function isKeyPart(value: unknown): value is KeyPart {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The part of a key that a field gives; null for what cannot be ordered. */
export function keyPartOf(row: Row, field: string): KeyPart {
  const value = row[field];
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      return null;
  }
}

/** The key of a row. */
export function rowKey(row: Row, fields: readonly string[]): IndexKey {
  return fields.map((field) => keyPartOf(row, field));
}

/** Whether two rows have the same key. */
export function haveSameKey(one: Row, other: Row, fields: readonly string[]): boolean {
  return fields.every((field) => keyPartOf(one, field) === keyPartOf(other, field));
}
