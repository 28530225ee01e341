import type { JsonObject } from '@statehouse/kernel';
import type { Limits } from '../limits.ts';
import { onlyMembers, readId } from '../shape.ts';

/** Ends the subscription of a document. */
export interface LeaveMessage {
  readonly kind: 'leave';
  readonly document: string;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document']);

export function parseLeave(value: JsonObject, limits: Limits): LeaveMessage {
  onlyMembers(value, MEMBERS, 'leave');
  return { kind: 'leave', document: readId(value.document, 'leave.document', limits.maxIdBytes) };
}
