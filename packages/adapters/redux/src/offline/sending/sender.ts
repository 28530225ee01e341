import {
  type Backoff,
  backoffMs,
  type CancelTimer,
  type Clock,
  type Random,
  randomId,
  type StatehouseError,
  type Timers,
} from '@statehouse/kernel';
import { offlineError } from '../errors.ts';
import type { EntryBook, Page } from '../kept/entry-book.ts';
import type { KeptEntry, StoredEntry } from '../kept/kept-entry.ts';
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

/**
 * Sends what is kept, in the order of each lane, while it leads.
 *
 * Invariant: an entry is sent only after it is durable that it may have been, and only if after that the epoch in the book is still
 * its own. Whoever has led before sees the other epoch, or has left that note for the one who leads now.
 */
export class Sender {
  readonly #options: SenderOptions;
  /** What is being sent, by lane. */
  readonly #flights = new Map<string, Flight>();
  /** Whatever reads and then writes waits for what did so before. */
  #turn: Promise<unknown> = Promise.resolve();
  #epoch: string | undefined;
  /** Whether the epoch is durable, so that another one in its place means that another tab leads. */
  #isEpochKept = false;
  #alarm: CancelTimer = () => {};
  #isSignedOut = false;
  #storageFailures = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#epoch !== undefined;
  }

  /** Begins to send, as soon as the epoch is durable. */
  lead(epoch: string): void {
    this.#epoch = epoch;
    this.#isEpochKept = false;
    this.#isSignedOut = false;
    this.look();
  }

  /** Sends nothing more. What is on its way is given up: whoever leads next sends it again, under the same key. */
  resign(): void {
    this.#epoch = undefined;
    this.#alarm();
    for (const { ending } of this.#flights.values()) ending.abort();
    this.#flights.clear();
  }

  /** Looks what is to be sent. */
  look(): void {
    this.#attend(() => this.#sendDue());
  }

  /** There may be a network again: what only waits for an answer is not to wait longer. */
  wake(): void {
    this.#attend(async () => {
      const page = await this.#readAsLeader();
      if (page === undefined) return;
      const unanswered = page.kept.filter(
        ({ progress }) => progress.verdict === 'unanswered' && progress.nextAttemptAtMs !== undefined,
      );
      const waiting = unanswered.filter((one) => !this.#isFlying(one));
      if (waiting.length > 0)
        await this.#options.book.note(waiting.map((one) => ({ ...one, progress: atOnce(one.progress) })));
    });
    this.look();
  }

  /** Does what is asked, unless another tab leads; rejected if the device fails. */
  run(command: Command): Promise<CommandResult | 'ousted'> {
    if (command.kind === 'look') {
      this.look();
      return Promise.resolve('done');
    }
    const running = this.#inTurn(() => this.#run(command));
    running.then(
      () => this.look(),
      () => {},
    );
    return running;
  }

  #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const running = this.#turn.then(run);
    this.#turn = running.catch(() => {});
    return running;
  }

  /** Does something in its turn, and looks again later if the device fails. */
  #attend(run: () => Promise<void>): void {
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

  async #sendDue(): Promise<void> {
    const epoch = this.#epoch;
    const page = await this.#readAsLeader();
    if (page === undefined || this.#epoch !== epoch || epoch === undefined) return;
    const { book, clock, isOnline, whenRefused, maySend } = this.#options;
    const nowMs = clock.nowMs();
    const isHalted = this.#isSignedOut || !isOnline();
    const { due, wakeAtMs } = planSends({
      ...{ kept: page.kept, busy: this.#flights, nowMs, isHalted, whenRefused, maySend },
    });
    if (wakeAtMs !== undefined) this.#wakeAfter(wakeAtMs - nowMs);
    const begun = new Map(due.map((one) => [one.entry.id, begin(one)]));
    if (begun.size > 0) {
      await book.note([...begun.values()]);
      const leader = await book.leader();
      if (this.#epoch !== epoch) return;
      if (leader !== epoch) {
        this.#options.onOusted();
        return;
      }
      for (const one of begun.values()) this.#launch(one, epoch);
    }
    this.#options.onKept(page.kept.map((one) => begun.get(one.entry.id) ?? one));
  }

  /** What is kept, if this tab leads by what is kept too. */
  async #readAsLeader(): Promise<Page | undefined> {
    const epoch = this.#epoch;
    const { book, onOusted } = this.#options;
    if (epoch === undefined) return undefined;
    if (!this.#isEpochKept) {
      await book.lead(epoch);
      if (this.#epoch !== epoch) return undefined;
      this.#isEpochKept = true;
    }
    const page = await book.load();
    if (this.#epoch !== epoch) return undefined;
    if (page.leader !== epoch) {
      onOusted();
      return undefined;
    }
    if (page.stray.length > 0) await book.forget(page.stray);
    return page;
  }

  #launch(kept: KeptEntry, epoch: string): void {
    const { entry } = kept;
    const flight: Flight = { id: entry.id, ending: new AbortController() };
    this.#flights.set(entry.lane, flight);
    this.#sendInTime(entry, flight.ending).then((attempt) => {
      if (this.#epoch !== epoch) return;
      this.#attend(async () => {
        try {
          if (this.#epoch === epoch) await this.#land(kept, attempt);
        } finally {
          if (this.#flights.get(entry.lane) === flight) this.#flights.delete(entry.lane);
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
      // What throws is a fault in code, and may be gone in the next version of the application.
      send(entry, ending.signal).then(end, (error: unknown) => end({ verdict: 'failed', error }));
    });
  }

  async #land(kept: KeptEntry, attempt: Attempt): Promise<void> {
    const { book, backoff, random, clock, poisonAfter, onOutcome } = this.#options;
    const { entry } = kept;
    if (attempt.verdict === 'done') {
      await book.settle(entry);
      onOutcome(entry, { kind: 'done', data: attempt.data, meta: attempt.meta });
      return;
    }
    if (attempt.verdict === 'unauthorized') this.#isSignedOut = true;
    const nowMs = clock.nowMs();
    const progress = noteFailure(kept.progress, attempt, { backoff, random, nowMs, poisonAfter });
    await book.note([{ entry, progress }]);
    if (progress.state === 'refused') onOutcome(entry, { kind: 'refused', error: attempt.error });
  }

  async #run(command: Exclude<Command, { readonly kind: 'look' }>): Promise<CommandResult | 'ousted'> {
    const { book, onOutcome } = this.#options;
    const page = await this.#readAsLeader();
    if (page === undefined) return 'ousted';
    const { kept } = page;
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
    this.#isSignedOut = false;
    const asked = kept.filter(({ entry, progress }) =>
      id === undefined ? progress.state !== 'refused' : entry.id === id,
    );
    if (id !== undefined && asked.length === 0) return 'gone';
    const waiting = asked.filter((one) => !this.#isFlying(one));
    if (id !== undefined && waiting.length === 0) return 'sending';
    for (const one of waiting) {
      const next = renew(one, () => this.#newKey());
      if (next.entry === one.entry) await this.#options.book.note([next]);
      else await this.#options.book.replace(one.entry, next);
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
