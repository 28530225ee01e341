import {
  type Backoff,
  type Clock,
  type Json,
  type JsonObject,
  type Random,
  randomId,
  type StatehouseError,
  type Timers,
} from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import type { TabChannel, Tabs } from '@statehouse/storage/tabs';
import type { Connectivity } from './connectivity.ts';
import { offlineError } from './errors.ts';
import { EntryBook } from './kept/entry-book.ts';
import type { KeptEntry, StoredEntry } from './kept/kept-entry.ts';
import { nextPlace, type Place } from './kept/place.ts';
import { Sight } from './kept/sight.ts';
import type { Command, CommandResult } from './sending/command.ts';
import type { Outcome } from './sending/outcome.ts';
import { type Send, Sender } from './sending/sender.ts';
import { LeaderCalls } from './tabs/leader-calls.ts';
import { Leadership } from './tabs/leadership.ts';
import { Outcomes } from './tabs/outcomes.ts';
import { parseTabMessage, type TabMessage } from './tabs/tab-message.ts';

export interface MutationQueueOptions {
  readonly name: string;
  readonly store: KeyValueStore;
  readonly tabs: Tabs;
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
  readonly #sight: Sight;
  readonly #sender: Sender;
  readonly #leadership: Leadership;
  readonly #calls: LeaderCalls;
  readonly #outcomes: Outcomes;
  /** Own entries that have not ended, and have not been read from the device yet, by id. */
  readonly #unseen = new Map<Place, StoredEntry>();
  #channel: TabChannel | undefined;
  #isOver = false;
  #leaveConnectivity = () => {};

  constructor(options: MutationQueueOptions) {
    const { store, name, tabs, timers, random, leaderPatienceMs } = options;
    this.#options = options;
    this.#tab = randomId(random, 10);
    this.#book = new EntryBook(store, name, this.#tab);
    this.#sight = new Sight({
      ...options,
      book: this.#book,
      onRead: (kept) => {
        for (const { entry } of kept) this.#unseen.delete(entry.id);
        this.#outcomes.compare(kept);
        options.onChange();
      },
    });
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
        this.#sight.take(kept);
      },
      onOutcome: ({ id }, outcome) => this.#tellOutcome(id, outcome),
      onOusted: () => this.#leadership.yieldTurn(),
    });
    this.#calls = new LeaderCalls({
      timers,
      random,
      patienceMs: leaderPatienceMs,
      post: (message) => this.#post(message),
      onSilence: () => this.#leadership.steal(),
    });
    this.#leadership = new Leadership({
      ...{ locks: tabs.locks, lockName: `statehouse-offline:${name}`, timers, retryMs: leaderPatienceMs },
      onLead: () => this.#lead(),
      onLose: () => {
        this.#sender.resign();
        options.onChange();
      },
      onProblem: (cause) => this.#tellLockProblem(cause),
    });
  }

  /** What is kept, as far as the tab has seen it; undefined until it has. */
  get kept(): readonly KeptEntry[] | undefined {
    return this.#sight.kept;
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
    const { name, tabs, connectivity } = this.#options;
    this.#channel = tabs.openChannel?.(`statehouse-offline:${name}`);
    this.#channel?.listen((message) => this.#hear(message));
    this.#leaveConnectivity = connectivity.subscribe(() => {
      if (connectivity.isOnline()) this.#sender.wake();
      this.#options.onChange();
    });
    await this.#sight.refresh();
    if (!this.#isOver) this.#leadership.start();
  }

  /** Sends and tells nothing more. What is kept stays. */
  stop(): void {
    this.#isOver = true;
    this.#leadership.stop();
    this.#calls.end();
    this.#outcomes.end();
    this.#sight.stop();
    this.#leaveConnectivity();
    this.#channel?.close();
    this.#options.onChange();
  }

  /** Appends at the end of its lane. O(1), and a write. */
  append(draft: EntryDraft): StoredEntry {
    const { clock, random } = this.#options;
    const { arg, idempotencyKey = randomId(random), ...rest } = draft;
    const queuedAtMs = clock.nowMs();
    const id = nextPlace(this.#sight.last, queuedAtMs, this.#tab);
    this.#sight.notePlace(id);
    const entry = {
      id,
      revision: 0,
      idempotencyKey,
      queuedAtMs,
      ...rest,
      ...(arg === undefined ? {} : { arg }),
    };
    this.#unseen.set(id, entry);
    void this.#outcomes.of(id).then(() => this.#unseen.delete(id));
    this.#book.append(entry).then(
      () => {
        this.#post({ kind: 'changed' });
        // What cannot be reached is asked again when it can; nothing waits for this.
        this.ask({ kind: 'look' }).catch(() => {});
        if (!this.isLeading) void this.#sight.refresh();
      },
      (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#outcomes.settle(id, { kind: 'not kept', reason });
      },
    );
    return entry;
  }

  /** The entry of a key that has not ended, if the tab knows of one. */
  find(idempotencyKey: string): StoredEntry | undefined {
    const own = [...this.#unseen.values()].find((entry) => entry.idempotencyKey === idempotencyKey);
    const open = (this.kept ?? []).filter(({ progress }) => progress.state !== 'refused');
    return own ?? open.find(({ entry }) => entry.idempotencyKey === idempotencyKey)?.entry;
  }

  /** Whether nothing waits in a lane, as far as the tab knows. */
  isEmptyLane(lane: string): boolean {
    const waiting = (this.kept ?? []).filter(({ progress }) => progress.state !== 'refused');
    return ![...this.#unseen.values(), ...waiting.map(({ entry }) => entry)].some(
      (entry) => entry.lane === lane,
    );
  }

  /** How it ends with an entry. Never settles once the queue is stopped. */
  outcomeOf(id: Place): Promise<Outcome> {
    return this.#outcomes.of(id);
  }

  /** Has something done by the tab that sends, which may be this one. Waits until one does. */
  async ask(command: Command): Promise<CommandResult> {
    const result = await this.#sender.run(command);
    return result === 'ousted' ? this.#calls.ask(command) : result;
  }

  #lead(): void {
    this.#sender.lead();
    this.#post({ kind: 'leading' });
    this.#calls.takeOver((command) => this.ask(command));
    this.#options.onChange();
  }

  #hear(heard: unknown): void {
    const message = parseTabMessage(heard);
    if (message === undefined) return;
    switch (message.kind) {
      case 'changed':
        if (this.isLeading) this.#sender.look();
        else void this.#sight.refresh();
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
  }

  #obey(call: string, command: Command): void {
    // If the device fails nobody is answered, and whoever has asked tries it himself.
    this.#sender.run(command).then(
      (result) => {
        if (result !== 'ousted') this.#post({ kind: 'result', call, result });
      },
      () => {},
    );
  }

  #post(message: TabMessage): void {
    if (!this.#isOver) this.#channel?.post(message);
  }

  #tellOutcome(id: Place, outcome: Outcome): void {
    const { meta: _, ...plain } = { meta: undefined, ...outcome };
    this.#post({ kind: 'outcome', id, outcome: plain });
    this.#end(id, outcome);
  }

  #end(id: Place, outcome: Outcome): void {
    if (outcome.kind === 'refused') this.#sight.noteRefusal(id);
    else this.#sight.noteEnd(id);
    this.#outcomes.settle(id, outcome);
  }

  #tellLockProblem(cause: unknown): void {
    const { name, leaderPatienceMs, onProblem } = this.#options;
    const reason = cause instanceof Error ? cause.message : String(cause);
    onProblem(offlineError('offline-locks', { queue: name, reason, delayMs: leaderPatienceMs }, { cause }));
  }
}
