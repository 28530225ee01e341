import type { Json } from '@statehouse/kernel';
import type { Operation } from '@statehouse/ot';

/** First frame of a connection. The token travels here, never in the URL. */
export interface HelloMessage {
  readonly kind: 'hello';
  readonly protocol: 1;
  readonly token: string;
  /** The client's id: one for each tab or process, 1 to 128 bytes, chosen at random by the client. */
  readonly client: string;
}

/** Subscribes to a document. Answered by `snapshot-part`s (if any) and then `opened`, or by `error`. */
export interface OpenMessage {
  readonly kind: 'open';
  readonly document: string;
  /** The version that the client has confirmed; 0: it has nothing. */
  readonly since: number;
}

export interface LeaveMessage {
  readonly kind: 'leave';
  readonly document: string;
}

/** One submission: an ordered list with one base version and contiguous sequences. Immutable once sent. */
export interface SubmitMessage {
  readonly kind: 'submit';
  readonly document: string;
  /** The client's confirmed version when it formed the submission. */
  readonly base: number;
  /** The sequence of the first operation; the others follow without gaps. */
  readonly first: number;
  readonly schemaVersion: number;
  readonly operations: readonly Operation[];
}

/** A caret or selection inside a text. Positions are UTF-16 units in the sender's text at (version, sequence). */
export interface TextSelection {
  readonly table: string;
  readonly id: string;
  readonly field: string;
  readonly incarnation: string;
  readonly anchor: number;
  readonly head: number;
}

/** What a person shows of themselves: ephemeral, never stored. */
export interface PresenceState {
  readonly name: string;
  /** Index into the twelve colours, 0 to 11. */
  readonly color: number;
  readonly selection?: TextSelection;
  /** Anything of the application's own, at most 4 kB. */
  readonly data?: Json;
}

export interface PresenceMessage {
  readonly kind: 'presence';
  readonly document: string;
  /** The confirmed version and the own sequence at which positions were measured. */
  readonly version: number;
  readonly sequence: number;
  /** Null: nothing to show any more. */
  readonly state: PresenceState | null;
}

export interface PingMessage {
  readonly kind: 'ping';
  readonly nonce: number;
}

export type ClientMessage = HelloMessage | OpenMessage | LeaveMessage | SubmitMessage | PresenceMessage | PingMessage;
