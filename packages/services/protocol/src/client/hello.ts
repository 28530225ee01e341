import type { JsonObject } from '@statehouse/kernel';
import { protocolError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { onlyMembers, readId, readString } from '../shape.ts';
import { PROTOCOL_VERSION } from '../version.ts';

/** First frame of a connection. The token travels here, never in the URL. */
export interface HelloMessage {
  readonly kind: 'hello';
  readonly protocol: 2;
  readonly token: string;
  /** The client's id: one for each tab or process, 1 to 128 bytes, chosen at random by the client. */
  readonly client: string;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'protocol', 'token', 'client']);

export function parseHello(value: JsonObject, limits: Limits): HelloMessage {
  // Before anything else: a newer client may say more in its hello than this version knows.
  if (value.protocol !== PROTOCOL_VERSION) {
    throw protocolError('unsupported-version', { version: PROTOCOL_VERSION });
  }
  onlyMembers(value, MEMBERS, 'hello');
  return {
    kind: 'hello',
    protocol: PROTOCOL_VERSION,
    token: readString(value.token, 'hello.token'),
    client: readId(value.client, 'hello.client', limits.maxIdBytes),
  };
}
