import type { JsonObject } from '@statehouse/kernel';
import type { AppendResult, LogSnapshot } from '../log/log-store.ts';
import type { RecordColumns } from './record-columns.ts';

interface Addressed {
  /** Names the call; its answer bears the same number. */
  readonly call: number;
  readonly tenant: string;
  readonly document: string;
}

export interface AppendRequest extends Addressed {
  readonly kind: 'append';
  readonly expectedVersion: number;
  readonly epoch: number;
  readonly records: RecordColumns;
  /** How many UTF-16 code units the records hold. */
  readonly size: number;
}

/** A call on its way to the worker thread. */
export type StoreRequest =
  | AppendRequest
  | (Addressed & { readonly kind: 'load' })
  | (Addressed & { readonly kind: 'read'; readonly from: number; readonly to: number })
  | (Addressed & { readonly kind: 'find'; readonly client: string; readonly sequence: number })
  | (Addressed & { readonly kind: 'save-snapshot'; readonly snapshot: LogSnapshot })
  | (Addressed & { readonly kind: 'set-aside'; readonly lastValid: number })
  | {
      readonly kind: 'claim-client';
      readonly call: number;
      readonly tenant: string;
      readonly client: string;
      readonly user: string;
    };

/** What the worker thread found or did. */
export type StoreReply =
  | { readonly kind: 'append'; readonly result: AppendResult }
  | { readonly kind: 'log'; readonly snapshot: LogSnapshot | undefined; readonly tail: RecordColumns }
  | { readonly kind: 'records'; readonly records: RecordColumns }
  | { readonly kind: 'owner'; readonly user: string }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'saved' }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly details: JsonObject;
    };

export interface StoreAnswer {
  readonly call: number;
  readonly reply: StoreReply;
}

/** To the worker: everything called in one turn of the event loop; `close` ends it once that is done. */
export interface WorkerInput {
  readonly requests: readonly StoreRequest[];
  readonly close: boolean;
}

/** From the worker: the answers of one batch, those of plain successful appends as bare numbers. */
export interface WorkerOutput {
  readonly appended: readonly number[];
  readonly answers: readonly StoreAnswer[];
}

/** Handed to the worker when it starts. */
export interface WorkerOptions {
  readonly folder: string;
  readonly maxOpenFiles: number;
  readonly maxBatchRecords: number;
  readonly maxBatchSize: number;
  readonly busyTimeoutMs: number;
}
