import {
  type CancelTimer,
  type Clock,
  type Json,
  type Random,
  randomId,
  systemClock,
  systemRandom,
  systemTimers,
  type Timers,
} from '@statehouse/kernel';
import { observeError } from '../errors.ts';
import { AnalyticsQueue, type Batch } from './analytics-queue.ts';

/** Whether the person allows that events leave. Until they are asked, events wait; if they refuse, none is kept. */
export type Consent = 'unasked' | 'given' | 'refused';

/** The way out. */
export interface AnalyticsTransport {
  /** Sends a batch (JSON); rejects when it was not taken, and is sent the same text again later. */
  send(batch: string): Promise<void>;
  /**
   * Hands a batch over for the time when the page is gone, and says whether it was taken:
   * `(batch) => navigator.sendBeacon(url, batch)`. Without it, what waits at the end of a page is lost.
   */
  beacon?(batch: string): boolean;
}

export interface AnalyticsOptions {
  readonly transport: AnalyticsTransport;
  /** Takes secrets out: that of the hub (`createRedactor` of `@statehouse/hub/recording`). */
  readonly redactor: { redact(value: unknown, ...path: readonly string[]): Json };
  /** `unasked` unless told. */
  readonly consent?: Consent;
  /** The share of sessions that are followed, 0 to 1; all unless told. A session is followed as a whole or not at all. */
  readonly sampleRate?: number;
  /** After so many milliseconds what waits is sent; 10,000 unless told. */
  readonly flushMs?: number;
  /** Events in one batch; 50 unless told. As many are sent at once. */
  readonly maxBatch?: number;
  /** 60,000 unless told: browsers take no more than 65,536 by `sendBeacon`. */
  readonly maxBatchBytes?: number;
  /** Events that wait at most; beyond, the oldest are dropped, and the next batch says how many. 1,000 unless told. */
  readonly maxQueued?: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: Random;
}

/** What a person does, sent in batches to whoever counts it. */
export interface Analytics {
  readonly consent: Consent;
  setConsent(consent: Exclude<Consent, 'unasked'>): void;
  /** Notes an event; its name and what it carries are redacted before they are kept. */
  track(name: string, properties?: unknown): void;
  /** Sends what waits now. */
  flush(): void;
  /** The page goes away: hands all that is not known to have arrived to `beacon`. Nothing relies on it. */
  leave(): void;
  /** Sends nothing any longer, and forgets what waits. */
  stop(): void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;

/**
 * Makes analytics of one session. A batch is `{ id, session, sampleRate, dropped, events }`; its id stays the same when it is
 * sent again, so that a receiver can count it once.
 *
 * @throws StatehouseError `observe/bad-rate`, `observe/bad-bound`
 */
export function createAnalytics(options: AnalyticsOptions): Analytics {
  const { sampleRate = 1 } = options;
  if (!(sampleRate >= 0 && sampleRate <= 1)) throw observeError('bad-rate', { given: sampleRate });
  return new Session(options, sampleRate);
}

interface Sending {
  readonly text: string;
}

/**
 * Invariant: nothing leaves without consent; of the batches that `send` was handed at most one is unanswered, and one that
 * failed is handed over again, the same, before any that came after it.
 */
class Session implements Analytics {
  readonly #options: AnalyticsOptions;
  readonly #queue: AnalyticsQueue;
  readonly #id: string;
  readonly #maxBatch: number;
  readonly #sampleRate: number;
  readonly #isFollowed: boolean;
  readonly #random: Random;
  readonly #timers: Timers;
  #consent: Consent;
  #sending: Sending | undefined;
  #failures = 0;
  #isStopped = false;
  #cancel: CancelTimer | undefined;

  constructor(options: AnalyticsOptions, sampleRate: number) {
    const { random = systemRandom, timers = systemTimers, consent = 'unasked' } = options;
    const { maxBatch = 50, maxBatchBytes = 60_000, maxQueued = 1_000 } = options;
    const bounds = { maxBatch, maxBatchBytes, maxQueued };
    for (const [bound, given] of Object.entries(bounds)) {
      if (!Number.isInteger(given) || given < 1) throw observeError('bad-bound', { bound, given, least: 1 });
    }
    this.#options = options;
    this.#maxBatch = maxBatch;
    this.#queue = new AnalyticsQueue(bounds);
    this.#random = random;
    this.#timers = timers;
    this.#consent = consent;
    this.#sampleRate = sampleRate;
    this.#isFollowed = random.next() < sampleRate;
    this.#id = randomId(random);
  }

  get consent(): Consent {
    return this.#consent;
  }

  setConsent(consent: Exclude<Consent, 'unasked'>): void {
    this.#consent = consent;
    if (consent === 'given') this.#plan();
    else this.#forget();
  }

  track(name: string, properties: unknown = {}): void {
    if (!this.#isFollowed || this.#isStopped || this.#consent === 'refused') return;
    const { redactor, clock = systemClock } = this.#options;
    this.#queue.add({
      name: String(redactor.redact(name)),
      atMs: clock.nowMs(),
      properties: redactor.redact(properties, 'analytics', name),
    });
    this.#hurryOrPlan();
  }

  flush(): void {
    if (this.#consent !== 'given' || this.#isStopped || this.#sending !== undefined) return;
    const batch = this.#queue.take();
    if (batch !== undefined) this.#send({ text: this.#textOf(batch) });
  }

  leave(): void {
    const { transport } = this.#options;
    if (this.#consent !== 'given' || this.#isStopped || transport.beacon === undefined) return;
    // What was sent may not arrive any more: its id tells who counts that it is the same.
    if (this.#sending !== undefined) transport.beacon(this.#sending.text);
    for (let batch = this.#queue.take(); batch !== undefined; batch = this.#queue.take()) {
      if (transport.beacon(this.#textOf(batch))) continue;
      this.#queue.putBack(batch);
      return;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#forget();
  }

  #forget(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#queue.clear();
    this.#sending = undefined;
  }

  #hurryOrPlan(): void {
    if (this.#queue.length >= this.#maxBatch) this.flush();
    else this.#plan();
  }

  /** Sends what waits before long. */
  #plan(): void {
    if (this.#consent !== 'given' || this.#cancel !== undefined || this.#sending !== undefined) return;
    if (this.#queue.length > 0) this.#after(this.#options.flushMs ?? 10_000, () => this.flush());
  }

  #send(sending: Sending): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#sending = sending;
    // Called in a promise, so that one that throws is one that rejects.
    Promise.resolve()
      .then(() => this.#options.transport.send(sending.text))
      .then(
        () => this.#arrived(sending),
        () => this.#failed(sending),
      );
  }

  #arrived(sending: Sending): void {
    if (this.#sending !== sending) return;
    this.#sending = undefined;
    this.#failures = 0;
    this.#hurryOrPlan();
  }

  #failed(sending: Sending): void {
    if (this.#sending !== sending) return;
    const fullMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#after(fullMs * (1 - this.#random.next() / 2), () => this.#send(sending));
  }

  #after(delayMs: number, run: () => void): void {
    this.#cancel = this.#timers.after(delayMs, () => {
      this.#cancel = undefined;
      run();
    });
  }

  #textOf({ events, dropped }: Batch): string {
    const head = {
      id: randomId(this.#random),
      session: this.#id,
      sampleRate: this.#sampleRate,
      dropped,
    };
    // The events are text already.
    return `${JSON.stringify(head).slice(0, -1)},"events":[${events.join(',')}]}`;
  }
}
