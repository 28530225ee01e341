import { protocolError } from './errors.ts';
import { parseFrame } from './frame.ts';
import { type DeliverMessage, parseDeliver } from './server/deliver.ts';
import { type ErrorMessage, parseError } from './server/error.ts';
import { type HeldMessage, parseHeld } from './server/held.ts';
import { type OpenedMessage, parseOpened } from './server/opened.ts';
import { type PeersMessage, parsePeers } from './server/peers.ts';
import { type PongMessage, parsePong } from './server/pong.ts';
import { parseSnapshotPart, type SnapshotPartMessage } from './server/snapshot-part.ts';
import { parseWelcome, type WelcomeMessage } from './server/welcome.ts';

/** Everything that a server may say. */
export type ServerMessage =
  | WelcomeMessage
  | SnapshotPartMessage
  | OpenedMessage
  | DeliverMessage
  | HeldMessage
  | PeersMessage
  | ErrorMessage
  | PongMessage;

/**
 * A server's frames are its own to bound (a delivery is one tick, a snapshot comes in parts); what they hold is read
 * by shape, with bounds on the depth of free JSON.
 */
const FRAME_LIMITS = { maxFrameBytes: Number.MAX_SAFE_INTEGER, maxDepth: undefined };

/**
 * Parses one frame from a server: the exact shape, and versions without gaps.
 * @throws StatehouseError `protocol/…`, or `ot/…` for an effect that is not well-formed
 */
export function parseServerMessage(text: string): ServerMessage {
  const value = parseFrame(text, FRAME_LIMITS);
  switch (value.kind) {
    case 'deliver':
      return parseDeliver(value);
    case 'peers':
      return parsePeers(value);
    case 'opened':
      return parseOpened(value);
    case 'snapshot-part':
      return parseSnapshotPart(value);
    case 'held':
      return parseHeld(value);
    case 'error':
      return parseError(value);
    case 'pong':
      return parsePong(value);
    case 'welcome':
      return parseWelcome(value);
    default:
      throw protocolError('unknown-message');
  }
}

/** The frame of a message. */
export function encodeServerMessage(message: ServerMessage): string {
  return JSON.stringify(message);
}
