import type { JsonObject } from '@statehouse/kernel';
import type { KeyValueCondition } from '../../key-value/key-value-store.ts';

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

export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

/** What the worker thread found or did. */
export type KeyValueReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'value'; readonly value: string | undefined }
  /** Key, value, key, value… */
  | { readonly kind: 'entries'; readonly texts: readonly string[] }
  | Refusal;

export interface KeyValueAnswer {
  readonly call: number;
  readonly reply: KeyValueReply;
}

/** To the worker: everything called in one turn of the event loop; `close` ends it once that is done. */
export interface KeyValueWorkerInput {
  readonly requests: readonly KeyValueRequest[];
  readonly close: boolean;
}
