import type { JsonObject } from '@statehouse/kernel';
import { protocolError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { onlyMembers, readInteger, readObject, readString } from '../shape.ts';
import { PROTOCOL_VERSION } from '../version.ts';

/** The hello was accepted. */
export interface WelcomeMessage {
  readonly kind: 'welcome';
  readonly protocol: 2;
  /** The user that the token names. */
  readonly user: string;
  /** Names this connection in presence. */
  readonly connection: string;
  readonly limits: Limits;
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'protocol', 'user', 'connection', 'limits']);
const LIMIT_MEMBERS: ReadonlySet<string> = new Set([
  'maxFrameBytes',
  'maxDepth',
  'maxEditsPerOperation',
  'maxOperationsPerSubmission',
  'maxIdBytes',
]);

export function parseWelcome(value: JsonObject): WelcomeMessage {
  if (value.protocol !== PROTOCOL_VERSION) {
    throw protocolError('unsupported-version', { version: PROTOCOL_VERSION });
  }
  onlyMembers(value, MEMBERS, 'welcome');
  const limits = readObject(value.limits, LIMIT_MEMBERS, 'welcome.limits');
  const limit = (name: keyof Limits) => readInteger(limits[name], `welcome.limits.${name}`, 1);
  return {
    kind: 'welcome',
    protocol: PROTOCOL_VERSION,
    user: readString(value.user, 'welcome.user'),
    connection: readString(value.connection, 'welcome.connection'),
    limits: {
      maxFrameBytes: limit('maxFrameBytes'),
      maxDepth: limit('maxDepth'),
      maxEditsPerOperation: limit('maxEditsPerOperation'),
      maxOperationsPerSubmission: limit('maxOperationsPerSubmission'),
      maxIdBytes: limit('maxIdBytes'),
    },
  };
}
