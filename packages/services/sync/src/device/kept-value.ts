import { isArray, isJsonObject, type Json, type JsonObject, type StatehouseError } from '@statehouse/kernel';
import { type Operation, parseOperation } from '@statehouse/ot';
import { DEFAULT_LIMITS } from '@statehouse/protocol';
import { syncError } from '../errors.ts';

/*
 * Readers of what a device kept. `what` names the kind of thing, and ends up in the error. The values come from
 * JSON.parse, so that everything that is an object here is plain JSON.
 */

export function damaged(what: string): StatehouseError {
  return syncError('device-damaged', { what });
}

export function keptObject(value: Json | undefined, what: string): JsonObject {
  if (!isJsonObject(value)) throw damaged(what);
  return value;
}

export function keptList(value: Json | undefined, what: string): readonly Json[] {
  if (!isArray(value)) throw damaged(what);
  return value;
}

export function keptText(value: Json | undefined, what: string): string {
  if (typeof value !== 'string') throw damaged(what);
  return value;
}

/** A version, a sequence or a time. */
export function keptCount(value: Json | undefined, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw damaged(what);
  return value;
}

export function keptOperation(value: Json | undefined): Operation {
  return parseOperation(value, operationLimits);
}

const operationLimits = {
  maxEdits: DEFAULT_LIMITS.maxEditsPerOperation,
  maxIdBytes: DEFAULT_LIMITS.maxIdBytes,
  maxDepth: DEFAULT_LIMITS.maxDepth,
};
