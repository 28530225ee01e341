import type { Guard } from '../wire/guard.ts';

/**
 * What the server said, if it is what was asked for.
 *
 * @throws Error what a query then fails with
 */
export function read<Value>(isValue: Guard<Value>, said: unknown): Value {
  if (isValue(said)) return said;
  throw new Error('The server answered with something else: this page may be older than the server.');
}
