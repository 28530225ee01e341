import type { JsonObject } from '@statehouse/kernel';
import { onlyMembers, readInteger } from '../shape.ts';

/** The answer to a `ping`. */
export interface PongMessage {
  readonly kind: 'pong';
  readonly nonce: number;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'nonce']);

export function parsePong(value: JsonObject): PongMessage {
  onlyMembers(value, MEMBERS, 'pong');
  return { kind: 'pong', nonce: readInteger(value.nonce, 'pong.nonce') };
}
