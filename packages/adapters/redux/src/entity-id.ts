import type { EntityId, IdSelector } from '@reduxjs/toolkit';
import { reduxError } from './errors.ts';

/** What a table can hold of `T`. */
export type Held<T> = T & object;

/** What a value is, for messages: never the value itself. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (Number.isNaN(value)) return 'NaN';
  return typeof value === 'object' ? 'an object' : typeof value;
}

/** @throws redux/not-entity */
export function assertEntity<T>(entity: T, operation: string): asserts entity is Held<T> {
  if (typeof entity !== 'object' || entity === null) {
    throw reduxError('not-entity', { operation, got: kindOf(entity) });
  }
}

/**
 * The id under which a table keeps an entity: numbers and their texts are the same id, as they are the same key of an object.
 *
 * @throws redux/invalid-id
 */
export function tableIdOf<T, Id extends EntityId>(
  entity: T,
  selectId: IdSelector<T, Id>,
  operation: string,
): string {
  const id: unknown = selectId(entity);
  if (typeof id === 'string') return id;
  if (typeof id === 'number' && Number.isFinite(id)) return String(id);
  throw reduxError('invalid-id', { operation, got: kindOf(id) });
}
