import type { KeyValueCondition } from '../../key-value/key-value-store.ts';
import type { Refusal, WorkerAnswer } from '../worker-messages.ts';

/** Handed to the worker when it starts. */
export interface KeyValueWorkerOptions {
  readonly path: string;
  readonly busyTimeoutMs: number;
}

/** A call before it has its number. */
export type KeyValueCall =
  | { readonly kind: 'open' }
  | { readonly kind: 'get'; readonly key: string }
  | {
      readonly kind: 'range';
      readonly from: string;
      readonly to: string;
      readonly limit: number | undefined;
    }
  /** Keys and values of the same places; no value deletes. Two flat lists cross to another thread at least cost. */
  | {
      readonly kind: 'write';
      readonly keys: readonly string[];
      readonly values: readonly (string | undefined)[];
      readonly onlyIf: KeyValueCondition | undefined;
    };

/** A call on its way to the worker thread; its answer bears the same number. */
export type KeyValueRequest = KeyValueCall & { readonly call: number };

/** What the worker thread found or did. */
export type KeyValueReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'value'; readonly value: string | undefined }
  /** Key, value, key, value… */
  | { readonly kind: 'entries'; readonly texts: readonly string[] };

export type KeyValueAnswer = WorkerAnswer<KeyValueReply | Refusal>;
