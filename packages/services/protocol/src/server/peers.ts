import type { JsonObject } from '@statehouse/kernel';
import { type PresenceState, parsePresenceState } from '../client/presence.ts';
import { onlyMembers, readArray, readInteger, readObject, readString } from '../shape.ts';

/** Somebody in the document, by connection. */
export interface Peer {
  readonly connection: string;
  readonly client: string;
  readonly user: string;
  readonly version: number;
  readonly sequence: number;
  readonly state: PresenceState;
}

/** Who shows themselves in a document, as far as it changed. The receiver's own connection may be among them. */
export interface PeersMessage {
  readonly kind: 'peers';
  readonly document: string;
  /** Who is new or has changed. */
  readonly changed: readonly Peer[];
  /** Connections that have gone. */
  readonly gone: readonly string[];
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document', 'changed', 'gone']);
const PEER_MEMBERS: ReadonlySet<string> = new Set([
  'connection',
  'client',
  'user',
  'version',
  'sequence',
  'state',
]);

export function parsePeers(value: JsonObject): PeersMessage {
  onlyMembers(value, MEMBERS, 'peers');
  return {
    kind: 'peers',
    document: readString(value.document, 'peers.document'),
    changed: parsePeerList(value.changed, 'peers.changed'),
    gone: readArray(value.gone, 'peers.gone').map((item, index) => readString(item, `peers.gone[${index}]`)),
  };
}

export function parsePeerList(value: unknown, at: string): readonly Peer[] {
  return readArray(value, at).map((item, index) => parsePeer(item, `${at}[${index}]`));
}

function parsePeer(value: unknown, at: string): Peer {
  const peer = readObject(value, PEER_MEMBERS, at);
  return {
    connection: readString(peer.connection, `${at}.connection`),
    client: readString(peer.client, `${at}.client`),
    user: readString(peer.user, `${at}.user`),
    version: readInteger(peer.version, `${at}.version`),
    sequence: readInteger(peer.sequence, `${at}.sequence`),
    state: parsePresenceState(peer.state, `${at}.state`),
  };
}
