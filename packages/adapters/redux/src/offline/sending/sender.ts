import {
  type Backoff,
  backoffMs,
  type CancelTimer,
  type Clock,
  isStatehouseError,
  type Random,
  randomId,
  type StatehouseError,
  type Timers,
} from '@statehouse/kernel';
import { offlineError } from '../errors.ts';
import type { EntryBook } from '../kept/entry-book.ts';
import { type KeptEntry, type StoredEntry, waitsForSignIn } from '../kept/kept-entry.ts';
import { type Attempt, atOnce, begin, edit, noteFailure, renew } from './attempt.ts';
import type { Command, CommandResult } from './command.ts';
import type { Outcome } from './outcome.ts';
import { planSends } from './plan.ts';

/** Sends one entry, under its key. It may be told to stop; then nobody listens any more. */
export type Send = (entry: StoredEntry, signal: AbortSignal) => Promise<Attempt>;

export interface SenderOptions {
  readonly book: EntryBook;
  /** The name of the queue, for errors. */
  readonly name: string;
  readonly send: Send;
  readonly maySend: (entry: StoredEntry) => boolean;
  readonly isOnline: () => boolean;
  readonly whenRefused: 'go on' | 'hold';
  readonly backoff: Backoff;
  readonly poisonAfter: number;
  readonly sendTimeoutMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Told what is kept whenever it was looked at or changed. */
  readonly onKept: (kept: readonly KeptEntry[]) => void;
  /** Told how it ended with an entry, once that is durable. */
  readonly onOutcome: (entry: StoredEntry, outcome: Outcome) => void;
  /** Told that another tab leads. */
  readonly onOusted: () => void;
  readonly onProblem: (error: StatehouseError) => void;
}

interface Flight {
  readonly id: string;
  readonly ending: AbortController;
}

/** One time of leading. */
interface Term {
  /** It stands in the book. */
  isKept: boolean;
}

/**
 * Sends what is kept, in the order of each lane, while it leads.
 *
 * Invariant: an entry is sent only after it was written, while this tab stood in the book as the leader, that it may have been. So whoever
 * leads next knows of all that has been sent, and may still be by a tab that was frozen in the middle.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** What is being sent, by lane. */
  readonly #flights = new Map<string, Flight>();
  /** Whatever reads and then writes waits for what did so before. */
  #turn: Promise<unknown> = Promise.resolve();
  #term: Term | undefined;
  #alarm: CancelTimer = () => {};
  #isSignedOut = false;
  #storageFailures = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#term !== undefined;
  }

  /** Begins to send, as soon as it is durable that this tab leads. */
  lead(): void {
    this.#term = { isKept: false };
    this.#isSignedOut = false;
    this.look();
  }

  /** Sends nothing more. What is on its way is given up: whoever leads next sends it again, under the same key. */
  resign(): void {
    this.#term = undefined;
    this.#alarm();
    for (const { ending } of this.#flights.values()) ending.abort();
    this.#flights.clear();
  }

  /** Looks what is to be sent. */
  look(): void {
    this.#attend((term) => this.#sendDue(term));
  }

  /** There may be a network again: what only waits for an answer is not to wait longer. */
  wake(): void {
    const { book } = this.#options;
    this.#attend(async () => {
      const { kept } = await book.load();
      const waiting = kept.filter(
        ({ progress }) => progress.verdict === 'unanswered' && progress.nextAttemptAtMs !== undefined,
      );
      const next = waiting.map(({ entry, progress }) => ({ entry, progress: atOnce(progress) }));
      if (next.length > 0) await book.note(next);
    });
    this.look();
  }

  /** Does what is asked, unless another tab leads; rejected if the device fails. */
  async run(command: Command): Promise<CommandResult | 'ousted'> {
    // Whoever only wants to know that somebody is at work does not wait for the device.
    if (command.kind === 'look') {
      this.look();
      return this.isLeading ? 'done' : 'ousted';
    }
    const result = await this.#inTurn(() => this.#run(command));
    this.look();
    return result;
  }

  /** Does something as the leader, after what was begun before. */
  #inTurn<Result>(run: (term: Term) => Promise<Result>): Promise<Result | 'ousted'> {
    const running = this.#turn.then(() => this.#asLeader(run));
    this.#turn = running.catch(() => {});
    return running;
  }

  async #asLeader<Result>(run: (term: Term) => Promise<Result>): Promise<Result | 'ousted'> {
    const term = this.#term;
    if (term === undefined) return 'ousted';
    try {
      if (!term.isKept) await this.#options.book.lead();
      term.isKept = true;
      return await run(term);
    } catch (cause) {
      if (!isStatehouseError(cause, 'storage/changed')) throw cause;
      this.#options.onOusted();
      return 'ousted';
    }
  }

  /** Does something in its turn, and looks again later if the device fails. */
  #attend(run: (term: Term) => Promise<void>): void {
    this.#inTurn(run).then(
      () => {
        this.#storageFailures = 0;
      },
      (cause: unknown) => {
        this.#storageFailures += 1;
        const { backoff, random, name } = this.#options;
        const delayMs = backoffMs(this.#storageFailures, backoff, random);
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#options.onProblem(offlineError('offline-storage', { queue: name, reason, delayMs }, { cause }));
        this.#wakeAfter(delayMs);
      },
    );
  }

  #wakeAfter(delayMs: number): void {
    this.#alarm();
    this.#alarm = this.#options.timers.after(delayMs, () => this.look());
  }

  async #sendDue(term: Term): Promise<void> {
    const { book, clock, isOnline, whenRefused, maySend } = this.#options;
    const { kept } = await book.load();
    const nowMs = clock.nowMs();
    // What was turned away may have been removed, or asks for something else now.
    if (!kept.some(waitsForSignIn)) this.#isSignedOut = false;
    const isHalted = this.#isSignedOut || !isOnline();
    const { due, wakeAtMs } = planSends({
      ...{ kept, busy: this.#flights, nowMs, isHalted, whenRefused, maySend },
    });
    if (wakeAtMs !== undefined) this.#wakeAfter(wakeAtMs - nowMs);
    const begun = new Map(due.map((one) => [one.entry.id, begin(one)]));
    if (due.length > 0) await book.note([...begun.values()]);
    // It may have resigned meanwhile, with nobody after it.
    if (this.#term !== term) return;
    for (const one of due) this.#launch(one);
    this.#options.onKept(kept.map((one) => begun.get(one.entry.id) ?? one));
  }

  #launch(before: KeptEntry): void {
    const { entry } = before;
    const flight: Flight = { id: entry.id, ending: new AbortController() };
    this.#flights.set(entry.lane, flight);
    this.#sendInTime(entry, flight.ending).then((attempt) => {
      this.#attend(async () => {
        // What was given up has been sent again meanwhile, or will be.
        if (this.#flights.get(entry.lane) !== flight) return;
        try {
          await this.#land(before, attempt);
        } finally {
          this.#flights.delete(entry.lane);
        }
      });
      this.look();
    });
  }

  #sendInTime(entry: StoredEntry, ending: AbortController): Promise<Attempt> {
    const { send, timers, sendTimeoutMs } = this.#options;
    return new Promise((resolve) => {
      const cancel = timers.after(sendTimeoutMs, () => {
        resolve({
          verdict: 'unanswered',
          error: { status: 'TIMEOUT_ERROR', error: `no answer in ${sendTimeoutMs} ms` },
        });
        ending.abort();
      });
      const end = (attempt: Attempt) => {
        cancel();
        resolve(attempt);
      };
      const sending = async () => send(entry, ending.signal);
      // What throws is a fault in code, and may be gone in the next version of the application.
      sending().then(end, (error: unknown) => end({ verdict: 'failed', error }));
    });
  }

  async #land({ entry, progress: before }: KeptEntry, attempt: Attempt): Promise<void> {
    const { book, backoff, random, clock, poisonAfter, onOutcome } = this.#options;
    if (attempt.verdict === 'done') {
      await book.settle(entry);
      onOutcome(entry, { kind: 'done', data: attempt.data, meta: attempt.meta });
      return;
    }
    if (attempt.verdict === 'unauthorized') this.#isSignedOut = true;
    const nowMs = clock.nowMs();
    const progress = noteFailure(before, attempt, { backoff, random, nowMs, poisonAfter });
    await book.note([{ entry, progress }]);
    if (progress.state === 'refused') onOutcome(entry, { kind: 'refused', error: attempt.error });
  }

  async #run(command: Exclude<Command, { readonly kind: 'look' }>): Promise<CommandResult> {
    const { book, onOutcome } = this.#options;
    const { kept } = await book.load();
    if (command.kind === 'retry') return this.#retry(kept, command.id);
    const found = kept.find(({ entry }) => entry.id === command.id);
    if (found === undefined) return 'gone';
    if (this.#isFlying(found)) return 'sending';
    if (command.kind === 'remove') {
      await book.settle(found.entry);
      onOutcome(found.entry, { kind: 'removed' });
      return 'done';
    }
    if (found.progress.isUncertain && !command.evenIfSent) return 'uncertain';
    await book.replace(
      found.entry,
      edit(found, command, () => this.#newKey()),
    );
    return 'done';
  }

  async #retry(kept: readonly KeptEntry[], id: string | undefined): Promise<CommandResult> {
    const { book } = this.#options;
    this.#isSignedOut = false;
    const asked = kept.filter(({ entry, progress }) =>
      id === undefined ? progress.state !== 'refused' : entry.id === id,
    );
    if (id !== undefined && asked.length === 0) return 'gone';
    const waiting = asked.filter((one) => !this.#isFlying(one));
    if (id !== undefined && waiting.length === 0) return 'sending';
    for (const one of waiting) {
      const next = renew(one, () => this.#newKey());
      if (next.entry === one.entry) await book.note([next]);
      else await book.replace(one.entry, next);
    }
    return 'done';
  }

  #isFlying({ entry }: KeptEntry): boolean {
    return this.#flights.get(entry.lane)?.id === entry.id;
  }

  #newKey(): string {
    return randomId(this.#options.random);
  }
}
