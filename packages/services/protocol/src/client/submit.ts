import { isStatehouseError, type JsonObject, StatehouseError } from '@statehouse/kernel';
import { type Operation, parseOperation } from '@statehouse/ot';
import { protocolError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { onlyMembers, readArray, readId, readInteger } from '../shape.ts';

/** One submission: an ordered list with one base version and contiguous sequences. Immutable once sent. */
export interface SubmitMessage {
  readonly kind: 'submit';
  readonly document: string;
  /** The client's confirmed version when it formed the submission. */
  readonly base: number;
  /** The sequence of the first operation; the others follow without gaps. */
  readonly first: number;
  readonly schemaVersion: number;
  readonly operations: readonly Operation[];
}

const MEMBERS: ReadonlySet<string> = new Set([
  'kind',
  'document',
  'base',
  'first',
  'schemaVersion',
  'operations',
]);

/**
 * @throws StatehouseError `protocol/…` when the frame is bad; `ot/…` with the document in its details when the frame is
 * good but one of its operations is not
 */
export function parseSubmit(value: JsonObject, limits: Limits): SubmitMessage {
  onlyMembers(value, MEMBERS, 'submit');
  const operations = readArray(value.operations, 'submit.operations');
  if (operations.length === 0) throw protocolError('empty-submission');
  if (operations.length > limits.maxOperationsPerSubmission) {
    throw protocolError('too-many-operations', { limit: limits.maxOperationsPerSubmission });
  }
  const first = readInteger(value.first, 'submit.first', 1);
  readInteger(first + operations.length, 'submit.first');
  const document = readId(value.document, 'submit.document', limits.maxIdBytes);
  const base = readInteger(value.base, 'submit.base');
  const { maxEditsPerOperation: maxEdits, maxIdBytes, maxDepth } = limits;
  const operationLimits = { maxEdits, maxIdBytes, maxDepth };
  return {
    kind: 'submit',
    document,
    base,
    first,
    schemaVersion: readInteger(value.schemaVersion, 'submit.schemaVersion', 1),
    operations: operations.map((operation, index) => {
      try {
        return withinBase(parseOperation(operation, operationLimits), base, index);
      } catch (error) {
        throw inSubmission(error, document, index);
      }
    }),
  };
}

/** Nobody has had more before him than his client knows of: who says so would pass others' loss off as their choice. */
function withinBase(operation: Operation, base: number, index: number): Operation {
  if (operation.seen === undefined || operation.seen <= base) return operation;
  throw protocolError('out-of-range', {
    at: `submit.operations[${index}].seen`,
    expected: 'at most the base',
  });
}

/** An operation that is not well-formed concerns its document only; the error says which one of the list it is. */
function inSubmission(error: unknown, document: string, operation: number): unknown {
  if (!isStatehouseError(error)) return error;
  return new StatehouseError(error.code, error.message, { ...error.details, document, operation });
}
