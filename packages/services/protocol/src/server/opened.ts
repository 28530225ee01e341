import type { JsonObject } from '@statehouse/kernel';
import { protocolError } from '../errors.ts';
import { onlyMembers, readInteger, readString } from '../shape.ts';
import { type DeliveredEntry, parseEntries } from './delivered-entry.ts';
import { type Peer, parsePeerList } from './peers.ts';

/** What a user may do in a document. */
export type Role = 'reader' | 'writer';

/** The document is subscribed. Its state is (client's state at `since`, or the snapshot) plus `entries`. */
export interface OpenedMessage {
  readonly kind: 'opened';
  readonly document: string;
  readonly role: Role;
  readonly schemaVersion: number;
  /** The version that `entries` follow: the client's `since`, or the version of the snapshot. */
  readonly from: number;
  /** The durable head. */
  readonly to: number;
  readonly entries: readonly DeliveredEntry[];
  /** The highest sequence of this client that the log has answered (entry or refusal). */
  readonly lastSequence: number;
  readonly peers: readonly Peer[];
}

const MEMBERS: ReadonlySet<string> = new Set([
  'kind',
  'document',
  'role',
  'schemaVersion',
  'from',
  'to',
  'entries',
  'lastSequence',
  'peers',
]);

export function parseOpened(value: JsonObject): OpenedMessage {
  onlyMembers(value, MEMBERS, 'opened');
  const role = value.role;
  if (role !== 'reader' && role !== 'writer') {
    throw protocolError('out-of-range', { at: 'opened.role', expected: 'a role' });
  }
  const from = readInteger(value.from, 'opened.from');
  const to = readInteger(value.to, 'opened.to', from);
  const entries = parseEntries(value.entries, from, 'opened.entries');
  if (from + entries.length !== to) {
    throw protocolError('out-of-range', { at: 'opened.to', expected: 'the version of the last entry' });
  }
  return {
    kind: 'opened',
    document: readString(value.document, 'opened.document'),
    role,
    schemaVersion: readInteger(value.schemaVersion, 'opened.schemaVersion', 1),
    from,
    to,
    entries,
    lastSequence: readInteger(value.lastSequence, 'opened.lastSequence'),
    peers: parsePeerList(value.peers, 'opened.peers'),
  };
}
