import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { fail } from '../errors.ts';

/** The coded error for what IndexedDB threw, by the name of the exception (Web IDL); a coded one passes through. */
export function storageErrorFrom(error: unknown, action: string): StatehouseError {
  if (isStatehouseError(error)) return error;
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return fail('quota', {}, { cause: error });
    case 'VersionError':
      return fail('newer-format', { found: 'newer', known: 1 }, { cause: error });
    case 'SecurityError':
      return fail('unavailable', {}, { cause: error });
    case 'InvalidStateError':
      // On opening, a private window of some browsers; later, a connection that is closed.
      return fail(action === 'open' ? 'unavailable' : 'closed', {}, { cause: error });
    default:
      return fail('failed', { action, reason: nameOf(error) }, { cause: error });
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : 'unknown';
}
