import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { protocolError } from '../errors.ts';
import { onlyMembers, readString } from '../shape.ts';

/** Something was not accepted. With `document` it concerns that document only; a fatal one is followed by a close. */
export interface ErrorMessage {
  readonly kind: 'error';
  readonly code: string;
  readonly message: string;
  readonly document?: string;
  readonly details?: Readonly<Record<string, Json>>;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'code', 'message', 'document', 'details']);

export function parseError(value: JsonObject): ErrorMessage {
  onlyMembers(value, MEMBERS, 'error');
  const document = value.document;
  const details = value.details;
  if (details !== undefined && !isJsonObject(details)) {
    throw protocolError('wrong-type', { at: 'error.details', expected: 'an object' });
  }
  return {
    kind: 'error',
    code: readString(value.code, 'error.code'),
    message: readString(value.message, 'error.message'),
    ...(document === undefined ? {} : { document: readString(document, 'error.document') }),
    ...(details === undefined ? {} : { details }),
  };
}
