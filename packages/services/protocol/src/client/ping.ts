import type { JsonObject } from '@statehouse/kernel';
import { onlyMembers, readInteger } from '../shape.ts';

/** Asks for a `pong` with the same nonce. */
export interface PingMessage {
  readonly kind: 'ping';
  readonly nonce: number;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'nonce']);

export function parsePing(value: JsonObject): PingMessage {
  onlyMembers(value, MEMBERS, 'ping');
  return { kind: 'ping', nonce: readInteger(value.nonce, 'ping.nonce') };
}
