import type { JsonObject } from '@statehouse/kernel';
import { onlyMembers, readInteger, readString } from '../shape.ts';

/** Operations from sequence `first` on stood behind a refused one and were not judged: rebase, send again. */
export interface HeldMessage {
  readonly kind: 'held';
  readonly document: string;
  readonly first: number;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document', 'first']);

export function parseHeld(value: JsonObject): HeldMessage {
  onlyMembers(value, MEMBERS, 'held');
  return {
    kind: 'held',
    document: readString(value.document, 'held.document'),
    first: readInteger(value.first, 'held.first', 1),
  };
}
