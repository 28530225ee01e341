import type { JsonObject } from '@statehouse/kernel';
import type { Limits } from '../limits.ts';
import { onlyMembers, readId, readInteger } from '../shape.ts';

/** Subscribes to a document. Answered by `snapshot-part`s (if any) and then `opened`, or by `error`. */
export interface OpenMessage {
  readonly kind: 'open';
  readonly document: string;
  /** The version that the client has confirmed; 0: it has nothing. */
  readonly since: number;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document', 'since']);

export function parseOpen(value: JsonObject, limits: Limits): OpenMessage {
  onlyMembers(value, MEMBERS, 'open');
  return {
    kind: 'open',
    document: readId(value.document, 'open.document', limits.maxIdBytes),
    since: readInteger(value.since, 'open.since'),
  };
}
