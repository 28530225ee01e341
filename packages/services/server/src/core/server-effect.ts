import type { Json } from '@statehouse/kernel';
import type { CloseCode } from '@statehouse/protocol';
import type { LogRecord, LogSnapshot } from '@statehouse/storage';
import type { DocumentRef } from './server-event.ts';

/** Something that the shell shall do. Effects of one step are carried out in their order. */
export type ServerEffect =
  /** One frame to many connections, in the order of effects for each of them. */
  | { readonly kind: 'send'; readonly connections: readonly string[]; readonly frame: string }
  /** Sends what was handed over before, then closes. */
  | { readonly kind: 'close'; readonly connection: string; readonly code: CloseCode; readonly reason: string }
  /** Answered by `authenticated` or `authentication-failed`. */
  | { readonly kind: 'authenticate'; readonly connection: string; readonly token: string }
  /** Answered by `client-claimed` or `claim-failed`. */
  | {
      readonly kind: 'claim-client';
      readonly connection: string;
      readonly tenant: string;
      readonly client: string;
      readonly user: string;
    }
  | LogEffect
  /** Asks for `woken` after this time; replaces what was asked before. */
  | { readonly kind: 'wake'; readonly delayMs: number }
  | Report
  /** The drain is complete: nothing is left in memory that is not durable. */
  | { readonly kind: 'drained' };

/** Calls of the log port. At most one append a document is under way. */
export type LogEffect = DocumentRef &
  (
    | { readonly kind: 'load' }
    | {
        readonly kind: 'append';
        readonly expectedVersion: number;
        readonly epoch: number;
        readonly records: readonly LogRecord[];
      }
    | { readonly kind: 'read'; readonly request: number; readonly from: number; readonly to: number }
    | { readonly kind: 'find'; readonly request: number; readonly client: string; readonly sequence: number }
    | { readonly kind: 'save-snapshot'; readonly snapshot: LogSnapshot }
  );

/** For the operator's log. Never holds content, tokens or anything that a client wrote. */
export interface Report {
  readonly kind: 'report';
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly code: string;
  readonly fields: Readonly<Record<string, Json>>;
}
