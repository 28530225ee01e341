import { dbError } from '../../errors.ts';

/**
 * The number of a limit or an offset.
 * @throws StatehouseError `db/invalid-query`
 */
export function parseCount(table: string, at: 'limit' | 'offset', count: unknown): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  throw dbError('invalid-query', { table, at, problem: 'it is no whole number from 0 on' });
}
