import type { AppendResult, LoadedLog, LogAddress, LogRecord } from '@statehouse/storage';
import type { Claims } from './claims.ts';

/** Which document core an answer of the log belongs to: a document may have been dropped and loaded again since. */
export interface DocumentRef {
  readonly address: LogAddress;
  readonly instance: number;
}

/** Something that happened outside. `nowMs` is wall-clock time; it may jump. */
export type ServerEvent = { readonly nowMs: number } & (
  | SocketEvent
  | AuthenticationEvent
  | LogEvent
  | { readonly kind: 'woken' }
  /** The server shall stop: no more submissions, everything admitted becomes durable and is delivered. */
  | { readonly kind: 'drain' }
);

export type SocketEvent =
  /** A new connection, by a name that was never used before. */
  | { readonly kind: 'connected'; readonly connection: string }
  | { readonly kind: 'frame'; readonly connection: string; readonly text: string }
  /** A frame that is not text. */
  | { readonly kind: 'binary-frame'; readonly connection: string }
  /** More is waiting to be sent than the shell will hold. */
  | { readonly kind: 'overrun'; readonly connection: string }
  | { readonly kind: 'disconnected'; readonly connection: string };

export type AuthenticationEvent =
  | { readonly kind: 'authenticated'; readonly connection: string; readonly claims: Claims }
  /** `code` is one of `auth/…`. */
  | {
      readonly kind: 'authentication-failed';
      readonly connection: string;
      readonly reason: 'missing' | 'invalid' | 'expired' | 'unavailable';
    }
  | { readonly kind: 'client-claimed'; readonly connection: string; readonly owner: string }
  | { readonly kind: 'claim-failed'; readonly connection: string; readonly reason: string };

/** Answers of the log, each to one effect. */
export type LogEvent = DocumentRef &
  (
    | { readonly kind: 'loaded'; readonly log: LoadedLog }
    | { readonly kind: 'load-failed'; readonly reason: string }
    | { readonly kind: 'appended'; readonly result: AppendResult }
    | { readonly kind: 'append-failed'; readonly reason: string }
    | { readonly kind: 'records-read'; readonly request: number; readonly records: readonly LogRecord[] }
    | { readonly kind: 'record-found'; readonly request: number; readonly record: LogRecord | undefined }
    | { readonly kind: 'read-failed'; readonly request: number; readonly reason: string }
    | { readonly kind: 'snapshot-saved'; readonly version: number }
    | { readonly kind: 'snapshot-failed'; readonly version: number; readonly reason: string }
  );
