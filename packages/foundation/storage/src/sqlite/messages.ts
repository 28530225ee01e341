import type { AppendResult, LogSnapshot } from '../log/log-store.ts';
import type { RecordColumns } from './record-columns.ts';
import type { Refusal, WorkerAnswer } from './worker-messages.ts';

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

/** A request before it has its number. */
export type StoreCall = DistributiveOmit<StoreRequest, 'call'>;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** What the worker thread found or did. */
export type StoreReply =
  | { readonly kind: 'append'; readonly result: AppendResult }
  | { readonly kind: 'log'; readonly snapshot: LogSnapshot | undefined; readonly tail: RecordColumns }
  | { readonly kind: 'records'; readonly records: RecordColumns }
  | { readonly kind: 'owner'; readonly user: string }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'saved' };

export type StoreAnswer = WorkerAnswer<StoreReply | Refusal>;

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
