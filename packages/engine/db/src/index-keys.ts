import { isArray } from '@statehouse/kernel';
import type { Place, Row } from '@statehouse/ot';

/** The key under which entities without a parent are ordered; no id is empty. */
export const TOP_LEVEL = '';

const SEPARATOR = '\u0000';

/** The id that a stored row carries. */
export function idOf(row: Row): string {
  return typeof row.id === 'string' ? row.id : '';
}

/** Sorts siblings by (position, id). A position holds no NUL, so a shorter one sorts before its continuations. */
export function orderKey(position: string, id: string): string {
  return position + SEPARATOR + id;
}

/** The position inside an {@link orderKey}. */
export function positionOfOrderKey(key: string): string {
  return key.slice(0, key.indexOf(SEPARATOR));
}

/** The parent under which a row is ordered. */
export function parentKey(row: Row): string {
  return typeof row.parent === 'string' ? row.parent : TOP_LEVEL;
}

/** The position of a row; empty if it has none. */
export function positionOf(row: Row): string {
  return typeof row.position === 'string' ? row.position : '';
}

const NO_TARGETS: readonly string[] = [];

/** The distinct ids that a reference field points at. */
export function targetsIn(row: Row | undefined, field: string): readonly string[] {
  const value = row?.[field];
  if (typeof value === 'string') return [value];
  if (!isArray(value) || value.length === 0) return NO_TARGETS;
  return [...new Set(value.filter((id) => typeof id === 'string'))];
}

/** Where a row of an ordered table stands. */
export function placeIn(row: Row): Place {
  return { parent: typeof row.parent === 'string' ? row.parent : null, position: positionOf(row) };
}
