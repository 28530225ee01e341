import type { Worker } from 'node:worker_threads';
import { assert, StatehouseError } from '@statehouse/kernel';
import { fail } from '../../errors.ts';
import { startWorker } from '../start-worker.ts';
import type {
  KeyValueAnswer,
  KeyValueCall,
  KeyValueReply,
  KeyValueRequest,
  KeyValueWorkerInput,
  KeyValueWorkerOptions,
  Refusal,
} from './messages.ts';

type Reply = Exclude<KeyValueReply, Refusal>;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: StatehouseError) => void;
}

/**
 * The near side of the worker thread: sends what was called in one turn of the event loop as one message.
 *
 * Invariant: every call that was taken in is settled exactly once, in the order of the calls, the worker's death
 * included; the process lives on for as long as one waits.
 */
export class KeyValueWorkerCalls {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #outbox: KeyValueRequest[] = [];
  #lastCall = 0;
  #state: 'open' | 'closing' | 'ended' = 'open';

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#settleLost('the storage thread ended');
        resolve();
      });
    });
    worker.on('error', (error: unknown) =>
      this.#settleLost(error instanceof Error ? error.message : 'unknown'),
    );
    worker.on('message', (answers: readonly KeyValueAnswer[]) => this.#receive(answers));
    worker.unref();
  }

  /** @throws StatehouseError `storage/failed` */
  static async start(entry: URL, options: KeyValueWorkerOptions): Promise<KeyValueWorkerCalls> {
    return new KeyValueWorkerCalls(await startWorker(entry, options));
  }

  /** @throws StatehouseError `storage/closed`, and what the worker refuses */
  send(call: KeyValueCall): Promise<Reply> {
    if (this.#state !== 'open') return Promise.reject(fail('closed'));
    this.#lastCall += 1;
    const number = this.#lastCall;
    if (this.#waiting.size === 0) this.#worker.ref();
    if (this.#outbox.length === 0) setImmediate(() => this.#post(false));
    this.#outbox.push({ ...call, call: number });
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  /** Settles when all calls are answered and the file is closed. */
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
    const input: KeyValueWorkerInput = { requests: this.#outbox, close };
    this.#outbox = [];
    this.#worker.postMessage(input);
  }

  #receive(answers: readonly KeyValueAnswer[]): void {
    for (const { call, reply } of answers) {
      const waiting = this.#waiting.get(call);
      assert(waiting !== undefined, () => 'the worker answered a call twice');
      this.#waiting.delete(call);
      if (reply.kind !== 'refused') waiting.resolve(reply);
      else waiting.reject(new StatehouseError(reply.code, reply.message, reply.details));
    }
    if (this.#waiting.size === 0 && this.#state === 'open') this.#worker.unref();
  }

  #settleLost(reason: string): void {
    this.#state = 'ended';
    for (const { reject } of this.#waiting.values()) reject(fail('failed', { action: 'answer', reason }));
    this.#waiting.clear();
    this.#outbox = [];
  }
}
