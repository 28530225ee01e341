import type { Worker } from 'node:worker_threads';
import { assert, StatehouseError } from '@statehouse/kernel';
import { fail } from '../errors.ts';
import { startWorker } from './start-worker.ts';
import type { Refusal, WorkerInput } from './worker-messages.ts';

/** How a storage thread of one kind is spoken with. */
export interface WorkerConversation<Call, Reply, Output> {
  /** Answers the calls that a message of the worker answers, in its order. */
  hear(output: Output, answer: (call: number, reply: Reply | Refusal) => void): void;
  /** What is said of a call that the worker had taken when it died; without, it is refused as `storage/failed`. */
  lost?(call: Call): Reply | undefined;
  /** In UTF-16 code units. */
  sizeOf?(call: Call): number;
  /** How much may wait for the disk before more is refused. */
  readonly limits?: WaitingLimits;
}

export interface WaitingLimits {
  readonly maxWaitingCalls: number;
  readonly maxWaitingSize: number;
}

interface Waiting<Reply> {
  readonly size: number;
  readonly lost: Reply | undefined;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: StatehouseError) => void;
}

const UNLIMITED: WaitingLimits = { maxWaitingCalls: Infinity, maxWaitingSize: Infinity };

/**
 * The near side of a storage thread: sends what was called in one turn of the event loop as one message and settles
 * the calls as answers come.
 *
 * Invariant: every call that was taken in is settled exactly once, the worker's death included; the process lives on
 * for as long as one waits.
 */
export class WorkerCalls<Call extends object, Reply extends { readonly kind: string }, Output> {
  readonly #worker: Worker;
  readonly #conversation: WorkerConversation<Call, Reply, Output>;
  readonly #waiting = new Map<number, Waiting<Reply>>();
  readonly #ended: Promise<void>;
  #outbox: (Call & { readonly call: number })[] = [];
  #waitingSize = 0;
  #lastCall = 0;
  #state: 'open' | 'closing' | 'ended' = 'open';

  private constructor(worker: Worker, conversation: WorkerConversation<Call, Reply, Output>) {
    this.#worker = worker;
    this.#conversation = conversation;
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#settleLost('the storage thread ended');
        resolve();
      });
    });
    worker.on('error', (error: unknown) =>
      this.#settleLost(error instanceof Error ? error.message : 'unknown'),
    );
    worker.on('message', (output: Output) => this.#receive(output));
    worker.unref();
  }

  /** @throws StatehouseError `storage/failed` */
  static async start<Call extends object, Reply extends { readonly kind: string }, Output>(
    entry: URL,
    workerData: object,
    conversation: WorkerConversation<Call, Reply, Output>,
  ): Promise<WorkerCalls<Call, Reply, Output>> {
    return new WorkerCalls(await startWorker(entry, workerData), conversation);
  }

  /** @throws StatehouseError `storage/closed`, `storage/queue-full`, and what the worker refuses */
  send(call: Call): Promise<Reply> {
    const { limits = UNLIMITED, sizeOf, lost } = this.#conversation;
    const { maxWaitingCalls, maxWaitingSize } = limits;
    const size = sizeOf?.(call) ?? 0;
    if (this.#state !== 'open') return Promise.reject(fail('closed'));
    if (this.#waiting.size >= maxWaitingCalls) {
      return Promise.reject(fail('queue-full', { limit: maxWaitingCalls, unit: 'calls' }));
    }
    if (this.#waiting.size > 0 && this.#waitingSize + size > maxWaitingSize) {
      return Promise.reject(fail('queue-full', { limit: maxWaitingSize, unit: 'characters' }));
    }
    this.#lastCall += 1;
    const request = { ...call, call: this.#lastCall };
    if (this.#waiting.size === 0) this.#worker.ref();
    if (this.#outbox.length === 0) setImmediate(() => this.#post(false));
    this.#outbox.push(request);
    this.#waitingSize += size;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.call, { size, lost: lost?.(call), resolve, reject });
    });
  }

  /** Settles when all calls are answered and the files are closed. */
  close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#worker.ref();
      this.#post(true);
    }
    return this.#ended;
  }

  #post(close: boolean): void {
    if (this.#outbox.length === 0 && !close) return;
    const input: WorkerInput<Call & { readonly call: number }> = { requests: this.#outbox, close };
    this.#outbox = [];
    this.#worker.postMessage(input);
  }

  #receive(output: Output): void {
    this.#conversation.hear(output, (call, reply) => {
      const waiting = this.#waiting.get(call);
      assert(waiting !== undefined, () => 'the worker answered a call twice');
      this.#waiting.delete(call);
      this.#waitingSize -= waiting.size;
      if (isRefusal(reply)) waiting.reject(new StatehouseError(reply.code, reply.message, reply.details));
      else waiting.resolve(reply);
    });
    if (this.#waiting.size === 0 && this.#state === 'open') this.#worker.unref();
  }

  /** What the dead worker had taken may be on the disk: only reading can tell. */
  #settleLost(reason: string): void {
    this.#state = 'ended';
    for (const { lost, resolve, reject } of this.#waiting.values()) {
      if (lost !== undefined) resolve(lost);
      else reject(fail('failed', { action: 'answer', reason }));
    }
    this.#waiting.clear();
    this.#outbox = [];
  }
}

function isRefusal(reply: { readonly kind: string }): reply is Refusal {
  return reply.kind === 'refused';
}
