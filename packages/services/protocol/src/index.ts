export type { HelloMessage } from './client/hello.ts';
export type { LeaveMessage } from './client/leave.ts';
export type { OpenMessage } from './client/open.ts';
export type { PingMessage } from './client/ping.ts';
export type { PresenceMessage, PresenceState, TextSelection } from './client/presence.ts';
export type { SubmitMessage } from './client/submit.ts';
export { type ClientMessage, encodeClientMessage, parseClientMessage } from './client-message.ts';
export { CloseCode } from './close-code.ts';
export { decodeEntry } from './decode-entry.ts';
export { type EncodedEntry, type EntryDraft, encodeEntry } from './encode-entry.ts';
export { protocolError } from './errors.ts';
export { DEFAULT_LIMITS, type Limits, MAX_PRESENCE_BYTES } from './limits.ts';
export {
  deliveredFromEntry,
  type EntryHeader,
  type EntryKind,
  type EntryTexts,
  type LogEntry,
  type Outcome,
  type Refusal,
} from './log-entry.ts';
export type { DeliverMessage } from './server/deliver.ts';
export type { DeliveredEntry } from './server/delivered-entry.ts';
export type { ErrorMessage } from './server/error.ts';
export type { HeldMessage } from './server/held.ts';
export type { OpenedMessage, Role } from './server/opened.ts';
export type { Peer, PeersMessage } from './server/peers.ts';
export type { PongMessage } from './server/pong.ts';
export { parseSnapshotRows, type SnapshotPartMessage, type SnapshotRow } from './server/snapshot-part.ts';
export type { WelcomeMessage } from './server/welcome.ts';
export { encodeServerMessage, parseServerMessage, type ServerMessage } from './server-message.ts';
export { PROTOCOL_VERSION } from './version.ts';
