import {
  type Backoff,
  backoffMs,
  type CancelTimer,
  type Clock,
  type Json,
  type JsonObject,
  type Random,
  randomId,
  type StatehouseError,
  type Timers,
} from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import { offlineError } from './errors.ts';
import { EntryBook, type Page } from './kept/entry-book.ts';
import type { KeptEntry, StoredEntry } from './kept/kept-entry.ts';
import { nextPlace, type Place } from './kept/place.ts';
import type { Command, CommandResult } from './sending/command.ts';
import type { Outcome } from './sending/outcome.ts';
import { type Send, Sender } from './sending/sender.ts';
import { LeaderCalls } from './tabs/leader-calls.ts';
import { Leadership } from './tabs/leadership.ts';
import { Outcomes } from './tabs/outcomes.ts';
import { parseTabMessage, type TabMessage } from './tabs/tab-message.ts';
import type { Connectivity, TabChannel, TabLocks } from './tabs/tab-ports.ts';

export interface MutationQueueOptions {
  readonly name: string;
  readonly store: KeyValueStore;
  readonly locks: TabLocks | undefined;
  readonly channel: TabChannel | undefined;
  readonly connectivity: Connectivity;
  readonly backoff: Backoff;
  readonly poisonAfter: number;
  readonly sendTimeoutMs: number;
  readonly leaderPatienceMs: number;
  readonly whenRefused: 'go on' | 'hold';
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly send: Send;
  readonly maySend: (entry: StoredEntry) => boolean;
  readonly onProblem: (error: StatehouseError) => void;
  /** Told whenever what {@link MutationQueue} shows has changed. */
  readonly onChange: () => void;
}

/** What is to be kept of a mutation; the queue adds where it stands. */
export interface EntryDraft {
  readonly lane: string;
  readonly endpoint: string;
  readonly arg: Json | undefined;
  readonly request: JsonObject;
  readonly isTokenless: boolean;
  /** Left out: one by chance. */
  readonly idempotencyKey: string | undefined;
}

/**
 * The queue as one tab has it: what is kept, and the tab's part in sending it.
 *
 * Invariant: what any tab has appended durably is sent by the tab that leads, after everything before it in its lane, until the
 * server has answered or somebody has removed it; under one key as long as it may have been applied.
 */
export class MutationQueue {
  readonly #options: MutationQueueOptions;
  readonly #book: EntryBook;
  readonly #tab: string;
  readonly #sender: Sender;
  readonly #leadership: Leadership;
  readonly #calls: LeaderCalls;
  readonly #outcomes: Outcomes;
  #kept: readonly KeptEntry[] | undefined;
  /** Own entries that are on their way to the device, by id. */
  readonly #unkept = new Map<Place, StoredEntry>();
  /** What has ended, and was still there when what is kept was last read: that may have been before. */
  readonly #ended = new Set<Place>();
  #last: Place | undefined;
  #refreshing: Promise<void> | undefined;
  #isStale = false;
  #refreshFailures = 0;
  #cancelRefresh: CancelTimer = () => {};
  readonly #told = new Set<string>();
  #isOver = false;
  #leaveConnectivity = () => {};

  constructor(options: MutationQueueOptions) {
    const { store, name, locks, timers, random, leaderPatienceMs } = options;
    this.#options = options;
    this.#tab = randomId(random, 10);
    this.#book = new EntryBook(store, name);
    this.#outcomes = new Outcomes(timers, async (id) => {
      const { kept } = await this.#book.load();
      return kept.every(({ entry }) => entry.id !== id);
    });
    this.#sender = new Sender({
      ...options,
      book: this.#book,
      isOnline: () => options.connectivity.isOnline(),
      onKept: (kept) => {
        this.#post({ kind: 'changed' });
        this.#show(kept);
      },
      onOutcome: ({ id }, outcome) => this.#tellOutcome(id, outcome),
      onOusted: () => this.#leadership.yieldTurn(),
    });
    this.#calls = new LeaderCalls({
      timers,
      random,
      patienceMs: leaderPatienceMs,
      post: (message) => this.#post(message),
      // Without a channel nobody could answer.
      onSilence: () => options.channel && this.#leadership.steal(),
    });
    this.#leadership = new Leadership({
      ...{ locks, timers, tab: this.#tab, lockName: `statehouse-offline:${name}`, retryMs: leaderPatienceMs },
      onLead: (epoch) => this.#lead(epoch),
      onLose: () => {
        this.#sender.resign();
        options.onChange();
      },
      onProblem: (cause) => this.#tellLockProblem(cause),
    });
  }

  /** What is kept, as far as the tab has seen it; undefined until it has. */
  get kept(): readonly KeptEntry[] | undefined {
    return this.#kept;
  }

  /** Whether this tab sends. */
  get isLeading(): boolean {
    return this.#sender.isLeading;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Reads what is kept, and after that waits for its turn to send. */
  async start(): Promise<void> {
    const { channel, connectivity } = this.#options;
    channel?.addEventListener('message', this.#hear);
    this.#leaveConnectivity = connectivity.subscribe(() => {
      if (connectivity.isOnline()) this.#sender.wake();
      this.#options.onChange();
    });
    await this.#refresh();
    if (!this.#isOver) this.#leadership.start();
  }

  /** Sends and tells nothing more. What is kept stays. */
  stop(): void {
    this.#isOver = true;
    this.#leadership.stop();
    this.#calls.end();
    this.#outcomes.end();
    this.#cancelRefresh();
    this.#leaveConnectivity();
    this.#options.channel?.removeEventListener('message', this.#hear);
    this.#options.onChange();
  }

  /** Appends at the end of its lane. O(1), and a write. */
  append(draft: EntryDraft): StoredEntry {
    const { clock, random } = this.#options;
    const { arg, idempotencyKey = randomId(random), ...rest } = draft;
    const queuedAtMs = clock.nowMs();
    const id = nextPlace(this.#last, queuedAtMs, this.#tab);
    this.#last = id;
    const entry = {
      id,
      revision: 0,
      idempotencyKey,
      queuedAtMs,
      ...rest,
      ...(arg === undefined ? {} : { arg }),
    };
    this.#unkept.set(id, entry);
    this.#book.append(entry).then(
      () => {
        this.#unkept.delete(id);
        this.#outcomes.noteKept(id);
        this.#post({ kind: 'changed' });
        // What cannot be reached is asked again when it can; nothing waits for this.
        this.ask({ kind: 'look' }).catch(() => {});
        if (!this.isLeading) void this.#refresh();
      },
      (cause: unknown) => {
        this.#unkept.delete(id);
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#outcomes.settle(id, { kind: 'not kept', reason });
      },
    );
    return entry;
  }

  /** The entry of a key that has not ended, if the tab knows of one. */
  find(idempotencyKey: string): StoredEntry | undefined {
    const own = [...this.#unkept.values()].find((entry) => entry.idempotencyKey === idempotencyKey);
    const open = (this.#kept ?? []).filter(({ progress }) => progress.state !== 'refused');
    return own ?? open.find(({ entry }) => entry.idempotencyKey === idempotencyKey)?.entry;
  }

  /** Whether nothing waits in a lane, as far as the tab knows. */
  isEmptyLane(lane: string): boolean {
    const waiting = (this.#kept ?? []).filter(({ progress }) => progress.state !== 'refused');
    return ![...this.#unkept.values(), ...waiting.map(({ entry }) => entry)].some(
      (entry) => entry.lane === lane,
    );
  }

  /** How it ends with an entry. Never settles once the queue is stopped. */
  outcomeOf(id: Place): Promise<Outcome> {
    return this.#outcomes.of(id, !this.#unkept.has(id));
  }

  /** Has something done by the tab that sends, which may be this one. Waits until one does. */
  ask(command: Command): Promise<CommandResult> {
    return this.isLeading ? this.#run(command) : this.#calls.ask(command);
  }

  async #run(command: Command): Promise<CommandResult> {
    const result = await this.#sender.run(command);
    return result === 'ousted' ? this.#calls.ask(command) : result;
  }

  #lead(epoch: string): void {
    this.#sender.lead(epoch);
    this.#post({ kind: 'leading' });
    this.#calls.takeOver((command) => this.#run(command));
    this.#options.onChange();
  }

  readonly #hear = ({ data }: { readonly data: unknown }): void => {
    const message = parseTabMessage(data, this.#options.name);
    if (message === undefined || this.#isOver) return;
    switch (message.kind) {
      case 'changed':
        if (this.isLeading) this.#sender.look();
        else void this.#refresh();
        return;
      case 'outcome':
        this.#end(message.id, message.outcome);
        return;
      case 'leading':
        this.#calls.askAgain();
        return;
      case 'command':
        this.#obey(message.call, message.command);
        return;
      case 'result':
        this.#calls.answer(message.call, message.result);
    }
  };

  #obey(call: string, command: Command): void {
    if (!this.isLeading) return;
    // If the device fails nobody is answered, and whoever has asked tries it himself.
    this.#sender.run(command).then(
      (result) => {
        if (result !== 'ousted') this.#post({ kind: 'result', call, result });
      },
      () => {},
    );
  }

  #post(message: TabMessage): void {
    if (!this.#isOver) this.#options.channel?.postMessage({ queue: this.#options.name, ...message });
  }

  #tellOutcome(id: Place, outcome: Outcome): void {
    const { meta: _, ...plain } = { meta: undefined, ...outcome };
    this.#post({ kind: 'outcome', id, outcome: plain });
    this.#end(id, outcome);
  }

  #end(id: Place, outcome: Outcome): void {
    if (outcome.kind !== 'refused') {
      this.#ended.add(id);
      this.#kept = this.#kept?.filter(({ entry }) => entry.id !== id);
    }
    this.#outcomes.settle(id, outcome);
  }

  /** Reads what is kept; once more if something changes meanwhile. */
  #refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#readUntilFresh().finally(() => {
      this.#refreshing = undefined;
      if (this.#isStale && !this.#isOver) void this.#refresh();
    });
    return this.#refreshing;
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#isOver) {
      this.#isStale = false;
      try {
        const page = await this.#book.load();
        this.#refreshFailures = 0;
        this.#tellDamage(page);
        this.#show(page.kept);
      } catch (cause) {
        this.#refreshLater(cause);
      }
    }
  }

  #refreshLater(cause: unknown): void {
    const { backoff, random, timers, name, onProblem } = this.#options;
    this.#refreshFailures += 1;
    const delayMs = backoffMs(this.#refreshFailures, backoff, random);
    const reason = cause instanceof Error ? cause.message : String(cause);
    onProblem(offlineError('offline-storage', { queue: name, reason, delayMs }, { cause }));
    this.#cancelRefresh();
    this.#cancelRefresh = timers.after(delayMs, () => void this.#refresh());
  }

  #show(read: readonly KeptEntry[]): void {
    if (this.#isOver) return;
    const ids = new Set(read.map(({ entry }) => entry.id));
    for (const id of this.#ended) if (!ids.has(id)) this.#ended.delete(id);
    const kept = read.filter(({ entry }) => !this.#ended.has(entry.id));
    this.#kept = kept;
    for (const { entry } of kept)
      if (this.#last === undefined || entry.id > this.#last) this.#last = entry.id;
    this.#outcomes.compare(kept);
    this.#options.onChange();
  }

  #tellDamage({ damaged }: Page): void {
    for (const key of damaged) {
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      this.#options.onProblem(offlineError('offline-damaged', { queue: this.#options.name, key }));
    }
  }

  #tellLockProblem(cause: unknown): void {
    const { name, leaderPatienceMs, onProblem } = this.#options;
    const reason = cause instanceof Error ? cause.message : String(cause);
    onProblem(offlineError('offline-locks', { queue: name, reason, delayMs: leaderPatienceMs }, { cause }));
  }
}
