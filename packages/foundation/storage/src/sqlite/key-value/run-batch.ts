import { unreachable } from '@statehouse/kernel';
import { fail } from '../../errors.ts';
import { storageErrorFrom } from '../sqlite-error.ts';
import { type Refusal, refusal } from '../worker-messages.ts';
import type { KeyValueDatabase } from './key-value-database.ts';
import type { KeyValueAnswer, KeyValueReply, KeyValueRequest } from './messages.ts';

type WriteRequest = Extract<KeyValueRequest, { readonly kind: 'write' }>;

/**
 * Does requests in order. All writes among them stand in one transaction, and nothing is answered before it is
 * committed. If that fails each is done alone, so that what does not fit leaves the others be: doing a write twice
 * comes to the same.
 */
export function runBatch(
  database: KeyValueDatabase,
  requests: readonly KeyValueRequest[],
): readonly KeyValueAnswer[] {
  const isWriting = requests.some(({ kind }) => kind === 'write');
  try {
    if (isWriting) database.begin();
  } catch (error) {
    return refuseAll(requests, error);
  }
  try {
    const answers = requests.map((request) => ({ call: request.call, reply: perform(database, request) }));
    if (isWriting) database.commit();
    return answers;
  } catch (error) {
    database.rollback();
    if (requests.length === 1) return refuseAll(requests, error);
    return requests.flatMap((request) => runBatch(database, [request]));
  }
}

function refuseAll(requests: readonly KeyValueRequest[], error: unknown): readonly KeyValueAnswer[] {
  return requests.map(({ call, kind }) => ({ call, reply: refusal(storageErrorFrom(error, kind)) }));
}

function perform(database: KeyValueDatabase, request: KeyValueRequest): KeyValueReply | Refusal {
  switch (request.kind) {
    case 'open':
      return { kind: 'done' };
    case 'get':
      return { kind: 'value', value: database.get(request.key) };
    case 'range':
      return { kind: 'entries', texts: database.range(request.from, request.to, request.limit) };
    case 'write':
      return write(database, request);
    default:
      return unreachable(request);
  }
}

function write(database: KeyValueDatabase, { keys, values, onlyIf }: WriteRequest): KeyValueReply | Refusal {
  // Looked at before anything is changed, so that a refusal leaves the other writes of the transaction alone.
  if (onlyIf !== undefined && database.get(onlyIf.key) !== onlyIf.value)
    return refusal(fail('changed', { key: onlyIf.key }));
  keys.forEach((key, at) => {
    const value = values[at];
    if (value === undefined) database.delete(key);
    else database.put(key, value);
  });
  return { kind: 'done' };
}
