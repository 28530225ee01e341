import type { JsonObject, StatehouseError } from '@statehouse/kernel';

/** To a storage thread: everything called in one turn of the event loop; `close` ends it once that is done. */
export interface WorkerInput<Request> {
  readonly requests: readonly Request[];
  readonly close: boolean;
}

/** From a storage thread: the reply to the call of that number. */
export interface WorkerAnswer<Reply> {
  readonly call: number;
  readonly reply: Reply;
}

/** An error as it crosses to another thread. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

export function refusal({ code, message, details }: StatehouseError): Refusal {
  return { kind: 'refused', code, message, details };
}
