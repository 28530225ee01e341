import type { CancelTimer } from '@statehouse/kernel';
import type { Difference } from '../patch/patch.ts';
import { codedFor, type PersistStatus } from '../persist-status.ts';
import { LeaderTerm } from './leader-term.ts';
import type { Health, TabMessage } from './messages.ts';
import type { ChangeId, OrderedChange, Replica, Submission, Welcome } from './replica.ts';
import type { SharePlan } from './share-options.ts';
import type { StoreBinding } from './store-binding.ts';
import { Wakefulness } from './wakefulness.ts';

/** What only a leader runs: a machine with its timers and calls. */
export interface Runner {
  /** Runs it from the state that the store of this tab shows. */
  start(): void;
  stop(): void;
  /** Its changes come as changes of the store, in this turn. */
  dispatch(input: unknown): void;
}

/** The tab that leads, as its leadership sees it. */
export interface LeadingTab {
  readonly replica: Replica;
  readonly binding: StoreBinding;
  readonly plan: SharePlan;
  readonly runner: Runner | undefined;
  say(message: TabMessage): void;
  /** There is an order, and the store can show it. */
  onBegun(): void;
  onOrdered(change: OrderedChange): void;
  /** Something is durable, or the storage is in another state. */
  onStatus(): void;
  /** Another tab leads. */
  onLost(): void;
  /** What only a leader runs did not start, or did not end. */
  onFault(error: unknown): void;
}

/**
 * One leadership: puts the changes of all tabs in one order, tells it, and keeps what comes of it.
 *
 * Invariant: what is ordered is told in the same turn, before this tab shows it; an input is run once, and only while no
 * other tab can lead.
 */
export class Leading {
  readonly #tab: LeadingTab;
  readonly #term: LeaderTerm;
  readonly #wakefulness: Wakefulness;
  #health: Health = { phase: 'reading' };
  #damage: PersistStatus['damage'];
  #hasBegun = false;
  /** Whether what is ordered belongs to what the order begins with, which is told and shown as a whole. */
  #isBeginning = false;
  #hasEnded = false;
  #isRunning = false;
  /** Why what was to run does not. */
  #fault: string | undefined;
  /** Inputs that wait for what others know of the leader before. */
  #waiting: (Submission & { readonly kind: 'input' })[] = [];
  #cancelGathering: CancelTimer | undefined;
  /** What an input that is being run has changed so far. */
  #made: Difference[] | undefined;

  constructor(tab: LeadingTab) {
    this.#tab = tab;
    const { replica, plan } = tab;
    this.#term = new LeaderTerm(replica, plan, {
      onBegun: (epoch, stored) => this.#begun(epoch, stored),
      onSaved: (position) => this.#saved(position),
      onStatus: (status) => this.#noteStatus(status),
      onLost: () => tab.onLost(),
    });
    this.#wakefulness = new Wakefulness(
      plan.clock,
      plan.patienceMs / 2,
      () => this.#term.isHeld(),
      () => {
        if (!this.#hasEnded) tab.onLost();
      },
    );
    this.#term.begin();
  }

  /** Whether there is an order; before that nothing can be written. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get health(): Health {
    return this.#health;
  }

  get damage(): PersistStatus['damage'] {
    return this.#damage;
  }

  hear(from: string, message: TabMessage): void {
    this.#wakefulness.awake();
    const { replica } = this.#tab;
    if (message.kind === 'ping') {
      const epoch = this.#hasBegun ? replica.epoch : 0;
      this.#tab.say({ kind: 'pong', epoch, position: replica.position });
    } else if (!this.#hasBegun) return;
    else if (message.kind === 'hello') this.#sayAll();
    else if (message.kind === 'ask') this.#answer(from, message.number, () => this[message.what]());
    else if (message.kind === 'submit' && message.epoch === replica.epoch)
      for (const each of message.submissions) this.#place(each);
  }

  /** What the leader before did at last: it is not to be done again. */
  hearLate({ tab, sequence, differences }: OrderedChange): void {
    const isGone = this.#isRunning || !this.#hasBegun;
    if (!isGone) this.#place({ tab, sequence, kind: 'differences', differences });
  }

  /** Notes that this tab runs. */
  awake(): void {
    this.#wakefulness.awake();
  }

  /** A change that was made in the store of this tab. */
  change(differences: readonly Difference[]): void {
    if (this.#made !== undefined) for (const each of differences) this.#made.push(each);
    else {
      const submission = this.#tab.replica.submit({ differences });
      if (this.#hasBegun) this.#order(submission, { differences });
    }
  }

  /** An input that was given in this tab. */
  send(submission: Submission): void {
    if (this.#hasBegun) this.#place(submission);
  }

  flush(): Promise<void> {
    return this.#term.flush();
  }

  async purge(): Promise<void> {
    await this.#term.purge();
    this.#tab.replica.forget();
    this.#sayAll();
    this.#tab.onStatus();
  }

  end(): void {
    this.#hasEnded = true;
    this.#cancelGathering?.();
    this.#term.end();
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#attempt(() => this.#tab.runner?.stop());
  }

  #begun(epoch: number, stored: Pick<Welcome, 'parts' | 'applied'> | undefined): void {
    const { replica, binding, runner, plan } = this.#tab;
    binding.listen();
    // There was no leader: if nothing is kept either, it begins with what the program has.
    if (replica.epoch === 0) replica.align(binding.parts);
    replica.lead(epoch, stored);
    this.#hasBegun = true;
    this.#isBeginning = true;
    for (const each of [...replica.pending]) {
      if (each.kind === 'input') this.#waiting.push(each);
      else this.#order(each, { differences: each.differences });
    }
    this.#isBeginning = false;
    this.#sayAll();
    this.#show();
    this.#tab.onBegun();
    if (runner !== undefined)
      this.#cancelGathering = plan.timers.after(plan.gatherMs, () =>
        this.#wakefulness.whenSure(() => this.#run()),
      );
  }

  #run(): void {
    const { runner } = this.#tab;
    if (this.#isRunning || this.#hasEnded) return;
    this.#isRunning = true;
    this.#attempt(() => runner?.start());
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) this.#place(each);
  }

  /** A program's fault is its own: leading goes on, or gives way, all the same. */
  #attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#fault = reasonOf(error);
      this.#tab.onFault(error);
    }
  }

  #place(submission: Submission): void {
    if (submission.kind === 'input') {
      if (this.#isRunning) this.#wakefulness.whenSure(() => this.#act(submission));
      else this.#waiting.push(submission);
    } else if (this.#tab.replica.isNext(submission)) {
      // What runs has gone on; what another leader made of it once has no place in it any more.
      this.#order(submission, { differences: this.#isRunning ? [] : submission.differences });
    }
  }

  #act(submission: Submission & { readonly kind: 'input' }): void {
    if (!this.#tab.replica.isNext(submission) || !this.#isRunning) return;
    const made: Difference[] = [];
    let failure = this.#fault;
    this.#made = made;
    try {
      if (failure === undefined) this.#tab.runner?.dispatch(submission.input);
    } catch (error) {
      failure = reasonOf(error);
    } finally {
      this.#made = undefined;
    }
    this.#order(submission, { differences: made, ...(failure === undefined ? {} : { failure }) });
    // What cannot be done twice is not to be forgotten.
    this.#term.flush().catch(() => {});
  }

  #order(id: ChangeId, done: Pick<OrderedChange, 'differences' | 'failure'>): void {
    const { replica } = this.#tab;
    const change = replica.order(id, done);
    if (!this.#isBeginning) this.#tab.say({ kind: 'change', epoch: replica.epoch, change });
    this.#term.changed();
    if (!this.#isBeginning) this.#show();
    this.#tab.onOrdered(change);
  }

  #show(): void {
    const { replica, binding } = this.#tab;
    binding.show(replica.shown);
    // From now on the store and the base share what they have in common.
    replica.align(binding.parts);
  }

  #saved(position: number): void {
    this.#tab.replica.settle(position);
    this.#sayHealth();
    this.#tab.onStatus();
  }

  #noteStatus({ phase, problem, damage }: PersistStatus): void {
    const before = this.#health;
    const shown = phase === 'paused' || phase === 'stopped' ? 'ready' : phase;
    this.#damage = damage;
    this.#health =
      problem === undefined
        ? { phase: shown }
        : { phase: shown, problem: { code: problem.code, message: problem.message } };
    const isSame = before.phase === shown && before.problem?.code === problem?.code;
    if (this.#hasBegun && !isSame) this.#sayHealth();
    this.#tab.onStatus();
  }

  #sayHealth(): void {
    const { epoch, saved } = this.#tab.replica;
    this.#tab.say({ kind: 'saved', epoch, position: saved, health: this.#health });
  }

  #sayAll(): void {
    this.#tab.say({ kind: 'welcome', welcome: this.#tab.replica.welcome, health: this.#health });
  }

  /** Who leads no more leaves the answer to the next one. */
  #answer(to: string, number: number, run: () => Promise<void>): void {
    const say = (problem: { readonly problem?: string }) => {
      if (!this.#hasEnded) this.#tab.say({ kind: 'answer', to, number, ...problem });
    };
    run().then(
      () => say({}),
      (error: unknown) => say({ problem: codedFor(error).message }),
    );
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
