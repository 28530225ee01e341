import { checkOperation, type Schema } from '@statehouse/db';
import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import type { Operation } from '@statehouse/ot';
import type { Refusal } from '@statehouse/protocol';
import { serverError } from '../errors.ts';
import type { Access } from './claims.ts';

/** What is in force at an operation's place in the log. */
export interface Policy {
  readonly schema: Schema;
  readonly access: Access;
}

/** Decides whether an operation may stand in the log. Undefined: it may; otherwise why not. */
export function judge(policy: Policy, operation: Operation): Refusal | undefined {
  if (policy.access !== 'writer') return refusalFrom(serverError('read-only'));
  try {
    checkOperation(policy.schema, operation);
    return undefined;
  } catch (error) {
    // A validator of the application that throws something of its own must not stop the document.
    return refusalFrom(isStatehouseError(error) ? error : serverError('operation-failed'));
  }
}

export function refusalFrom({ code, message }: StatehouseError): Refusal {
  return { code, message };
}
