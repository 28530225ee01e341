import type { Worker } from 'node:worker_threads';
import { assert, StatehouseError } from '@statehouse/kernel';
import { fail } from '../errors.ts';
import type { StoreReply, StoreRequest, WorkerInput, WorkerOptions, WorkerOutput } from './messages.ts';
import { startWorker } from './start-worker.ts';

/** A request before it has its number. */
export type StoreCall = DistributiveOmit<StoreRequest, 'call'>;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** How much may wait for the disk before more is refused. */
export interface WaitingLimits {
  readonly maxWaitingCalls: number;
  readonly maxWaitingSize: number;
}

interface Waiting {
  readonly isAppend: boolean;
  readonly size: number;
  readonly resolve: (reply: StoreReply) => void;
  readonly reject: (error: StatehouseError) => void;
}

/**
 * The near side of the worker thread: sends what was called in one turn of the event loop as one message and settles
 * the calls as answers come.
 *
 * Invariant: every call that was taken in is settled exactly once, the worker's death included.
 */
export class WorkerCalls {
  readonly #worker: Worker;
  readonly #limits: WaitingLimits;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #outbox: StoreRequest[] = [];
  #waitingSize = 0;
  #lastCall = 0;
  #state: 'open' | 'closing' | 'ended' = 'open';

  private constructor(worker: Worker, limits: WaitingLimits) {
    this.#worker = worker;
    this.#limits = limits;
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#settleLost('the storage thread ended');
        resolve();
      });
    });
    worker.on('error', (error: unknown) =>
      this.#settleLost(error instanceof Error ? error.message : 'unknown'),
    );
    worker.on('message', (output: WorkerOutput) => this.#receive(output));
    worker.unref();
  }

  /** @throws StatehouseError `storage/failed` */
  static async start(entry: URL, options: WorkerOptions, limits: WaitingLimits): Promise<WorkerCalls> {
    const worker = await startWorker(entry, options);
    return new WorkerCalls(worker, limits);
  }

  /** @throws StatehouseError `storage/closed`, `storage/queue-full`, and what the worker refuses */
  send(call: StoreCall, size: number): Promise<StoreReply> {
    const { maxWaitingCalls, maxWaitingSize } = this.#limits;
    if (this.#state !== 'open') return Promise.reject(fail('closed'));
    if (this.#waiting.size >= maxWaitingCalls) {
      return Promise.reject(fail('queue-full', { limit: maxWaitingCalls, unit: 'calls' }));
    }
    if (this.#waiting.size > 0 && this.#waitingSize + size > maxWaitingSize) {
      return Promise.reject(fail('queue-full', { limit: maxWaitingSize, unit: 'characters' }));
    }
    this.#lastCall += 1;
    const request: StoreRequest = { ...call, call: this.#lastCall };
    if (this.#waiting.size === 0) this.#worker.ref();
    if (this.#outbox.length === 0) setImmediate(() => this.#flush(false));
    this.#outbox.push(request);
    this.#waitingSize += size;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.call, { isAppend: request.kind === 'append', size, resolve, reject });
    });
  }

  /** Settles when all calls are answered and the files are closed. */
  close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#worker.ref();
      this.#flush(true);
    }
    return this.#ended;
  }

  #flush(close: boolean): void {
    if (this.#outbox.length === 0 && !close) return;
    const input: WorkerInput = { requests: this.#outbox, close };
    this.#outbox = [];
    this.#worker.postMessage(input);
  }

  #receive({ appended, answers }: WorkerOutput): void {
    for (const call of appended) this.#take(call).resolve({ kind: 'append', result: { kind: 'appended' } });
    for (const { call, reply } of answers) {
      const waiting = this.#take(call);
      if (reply.kind === 'refused')
        waiting.reject(new StatehouseError(reply.code, reply.message, reply.details));
      else waiting.resolve(reply);
    }
  }

  #take(call: number): Waiting {
    const waiting = this.#waiting.get(call);
    assert(waiting !== undefined, () => 'the worker answered a call twice');
    this.#waiting.delete(call);
    this.#waitingSize -= waiting.size;
    if (this.#waiting.size === 0 && this.#state === 'open') this.#worker.unref();
    return waiting;
  }

  /** What the dead worker had taken may be on the disk: only reading can tell. */
  #settleLost(reason: string): void {
    this.#state = 'ended';
    for (const { isAppend, resolve, reject } of this.#waiting.values()) {
      if (isAppend) resolve({ kind: 'append', result: { kind: 'unknown', reason: 'storage/failed' } });
      else reject(fail('failed', { action: 'answer', reason }));
    }
    this.#waiting.clear();
    this.#outbox = [];
  }
}
