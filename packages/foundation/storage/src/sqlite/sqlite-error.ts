import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { fail } from '../errors.ts';

/** https://sqlite.org/rescode.html */
const resultCodes = {
  busy: 5,
  locked: 6,
  corrupt: 11,
  full: 13,
  notADatabase: 26,
  uniqueConstraint: 2067,
} as const;

/** True when a row was refused by a unique index (not by a primary key). */
export function isUniqueViolation(error: unknown): boolean {
  return extendedCodeOf(error) === resultCodes.uniqueConstraint;
}

/** True when another connection holds a lock that was needed. */
export function isBusy(error: unknown): boolean {
  const code = extendedCodeOf(error) & 0xff;
  return code === resultCodes.busy || code === resultCodes.locked;
}

/** The coded error for what SQLite threw; a coded one passes through. */
export function storageErrorFrom(error: unknown, action: string): StatehouseError {
  if (isStatehouseError(error)) return error;
  if (isBusy(error)) return fail('busy', { action }, { cause: error });
  switch (extendedCodeOf(error) & 0xff) {
    case resultCodes.full:
      return fail('full', { action }, { cause: error });
    case resultCodes.corrupt:
    case resultCodes.notADatabase:
      return fail('damaged', { action }, { cause: error });
    default:
      return fail('failed', { action, reason: reasonOf(error) }, { cause: error });
  }
}

function extendedCodeOf(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code : 0;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
