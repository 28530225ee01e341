import type { Json } from '@statehouse/kernel';
import type { Conflict, Effect, PlainRow } from '@statehouse/ot';
import type { PresenceState } from './client-message.ts';

/** What a connection may send; over it, the answer is a coded error. */
export interface Limits {
  readonly maxFrameBytes: number;
  readonly maxDepth: number;
  readonly maxEditsPerOperation: number;
  readonly maxOperationsPerSubmission: number;
  readonly maxIdBytes: number;
}

export interface WelcomeMessage {
  readonly kind: 'welcome';
  readonly protocol: 1;
  /** The user that the token names. */
  readonly user: string;
  /** Names this connection in presence. */
  readonly connection: string;
  readonly limits: Limits;
}

export type Role = 'reader' | 'writer';

/** An entry as a client sees it. Versions in a delivery are contiguous; every kind of entry takes one. */
export type DeliveredEntry =
  | {
      readonly kind: 'operation';
      readonly version: number;
      readonly client: string;
      readonly sequence: number;
      readonly author: string;
      readonly timeMs: number;
      readonly effect: Effect;
      readonly conflicts: readonly Conflict[];
    }
  | {
      readonly kind: 'refusal';
      readonly version: number;
      readonly client: string;
      readonly sequence: number;
      readonly author: string;
      readonly timeMs: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'schema'; readonly version: number; readonly schemaVersion: number };

/** A piece of a snapshot, sent before `opened` when the client has nothing or is far behind. */
export interface SnapshotPartMessage {
  readonly kind: 'snapshot-part';
  readonly document: string;
  /** The version of the whole snapshot. */
  readonly version: number;
  /** 0 to parts − 1, in order. */
  readonly part: number;
  readonly parts: number;
  readonly rows: readonly (readonly [table: string, id: string, row: PlainRow])[];
}

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

/** New entries. The client must have confirmed `from`; `to` is the last entry's version. */
export interface DeliverMessage {
  readonly kind: 'deliver';
  readonly document: string;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly DeliveredEntry[];
}

/** Operations from sequence `first` on stood behind a refused one and were not judged: rebase, send again. */
export interface HeldMessage {
  readonly kind: 'held';
  readonly document: string;
  readonly first: number;
}

/** Somebody in the document, by connection. */
export interface Peer {
  readonly connection: string;
  readonly client: string;
  readonly user: string;
  readonly version: number;
  readonly sequence: number;
  readonly state: PresenceState;
}

export interface PeersMessage {
  readonly kind: 'peers';
  readonly document: string;
  /** Who is new or has changed. */
  readonly changed: readonly Peer[];
  /** Connections that have gone. */
  readonly gone: readonly string[];
}

/** Something was not accepted. With `document` it concerns that document only; a fatal one is followed by a close. */
export interface ErrorMessage {
  readonly kind: 'error';
  readonly code: string;
  readonly message: string;
  readonly document?: string;
  readonly details?: Readonly<Record<string, Json>>;
}

export interface PongMessage {
  readonly kind: 'pong';
  readonly nonce: number;
}

export type ServerMessage =
  | WelcomeMessage
  | SnapshotPartMessage
  | OpenedMessage
  | DeliverMessage
  | HeldMessage
  | PeersMessage
  | ErrorMessage
  | PongMessage;
