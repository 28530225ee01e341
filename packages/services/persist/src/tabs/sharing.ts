import type { StatehouseError } from '@statehouse/kernel';
import { Candidacy, type TabChannel } from '@statehouse/storage/tabs';
import { type StateCodec, stateCodec } from '../codec/codec.ts';
import { persistError } from '../errors.ts';
import type { Difference } from '../patch/patch.ts';
import { codedFor } from '../persist-status.ts';
import { Following } from './following.ts';
import { LeaderWatch } from './leader-watch.ts';
import { Leading, type Runner, reasonOf } from './leading.ts';
import { epochOf, isFromLeader, readMessage, type TabMessage, writeMessage } from './messages.ts';
import { OpenQuestions } from './open-questions.ts';
import { Replica } from './replica.ts';
import type { SharePlan } from './share-options.ts';
import { type SharedStatus, StatusBoard } from './shared-status.ts';
import { type SharableStore, StoreBinding } from './store-binding.ts';
import { errorFrom, tabError } from './tab-errors.ts';

/**
 * One tab among others.
 *
 * Invariant: the store shows what the replica shows; whatever is in neither a durable state nor the hands of the present
 * leader is in `pending` of the replica, and is sent to the next leader that is heard of.
 */
export class Sharing {
  readonly restored: Promise<void>;
  readonly #ready = Promise.withResolvers<void>();
  readonly #plan: SharePlan;
  readonly #codec: StateCodec;
  readonly #replica: Replica;
  readonly #binding: StoreBinding;
  readonly #runner: Runner | undefined;
  readonly #questions: OpenQuestions;
  readonly #following: Following;
  readonly #board: StatusBoard;
  #channel: TabChannel | undefined;
  #candidacy: Candidacy | undefined;
  #watch: LeaderWatch | undefined;
  #leading: Leading | undefined;
  #otherVersions: readonly number[] = [];
  /** Why this tab takes part no more, or is alone. */
  #problem: StatehouseError | undefined;
  #end: 'refused' | 'stopped' | undefined;
  #isAlone = false;
  #notice: StatehouseError | undefined;
  #stopWatchingFreeze = () => {};

  constructor(store: SharableStore, plan: SharePlan, tab: string, runner: Runner | undefined) {
    this.#plan = plan;
    this.#codec = stateCodec(plan.codecs);
    this.#board = new StatusBoard(plan.timers);
    this.#binding = new StoreBinding(store, plan.select, (differences) => this.#changed(differences));
    this.#replica = new Replica(tab, this.#binding.parts);
    this.#runner = runner;
    this.#questions = new OpenQuestions((number, what) => this.#say({ kind: 'ask', what, number }));
    this.#following = new Following({
      replica: this.#replica,
      binding: this.#binding,
      say: (message) => this.#say(message),
      onAdopted: () => this.#adopted(),
    });
    this.restored = this.#ready.promise;
    // Who does not wait for it reads the status.
    this.restored.catch(() => {});
    this.#begin();
  }

  get status(): SharedStatus {
    return this.#board.status;
  }

  subscribe(listener: (status: SharedStatus) => void): () => void {
    return this.#board.subscribe(listener);
  }

  async flush(): Promise<void> {
    await this.#ask('flush');
  }

  async purge(): Promise<void> {
    await this.#ask('purge');
  }

  async stop(): Promise<void> {
    if (this.#end !== undefined) return;
    const patience = Promise.withResolvers<void>();
    const cancel = this.#plan.timers.after(this.#plan.patienceMs, patience.resolve);
    const isDone = this.#binding.isListening && !this.#replica.isSaved ? this.flush() : Promise.resolve();
    await Promise.race([isDone.catch(() => {}), patience.promise]);
    cancel();
    this.#leave('stopped');
  }

  /** Gives an input to the store that the leader runs; fulfilled when it has been run. */
  send(input: unknown): Promise<void> {
    if (this.#end !== undefined) return Promise.reject(this.#problem ?? persistError('stopped'));
    const submission = this.#replica.submit({ input });
    const done = this.#questions.sent(submission.sequence);
    if (this.#leading !== undefined) this.#leading.send(submission);
    else this.#following.submit([submission]);
    return done;
  }

  #begin(): void {
    const { tabs, key, clock, timers, pingMs, patienceMs, random } = this.#plan;
    const name = `statehouse/${key}`;
    if (tabs.locks === undefined || tabs.openChannel === undefined) {
      this.#goAlone(undefined);
      return;
    }
    const channel = tabs.openChannel(name);
    this.#channel = channel;
    channel.listen((heard) => this.#hear(heard));
    this.#candidacy = new Candidacy(tabs.locks, name, {
      onHeld: () => this.#lead(),
      onLost: () => this.#lost(),
      onFailed: (reason) => this.#goAlone(reason),
    });
    this.#watch = new LeaderWatch({
      clock,
      timers,
      pingMs,
      // Not all of those who wait lose patience at once.
      patienceMs: patienceMs * (1 + random.next() / 2),
      ping: () => this.#tick(),
      onSilent: () => this.#supplant(),
    });
    // The lock of a frozen tab would keep all others waiting, and so would its turn.
    this.#stopWatchingFreeze = tabs.onFreeze?.(() => this.#yield()) ?? (() => {});
    this.#candidacy.stand();
    this.#say({ kind: 'hello' });
  }

  #goAlone(cause: unknown): void {
    this.#isAlone = true;
    this.#problem = tabError('no-locks', {}, { cause });
    this.#stopWatchingFreeze();
    this.#closeChannel();
    this.#watch?.stop();
    this.#lead();
  }

  #tick(): void {
    if (this.#leading !== undefined) {
      this.#leading.awake();
      return;
    }
    // It gave up its turn when it was frozen.
    this.#candidacy?.stand();
    this.#say({ kind: 'ping' });
  }

  #supplant(): void {
    if (this.#leading === undefined) this.#candidacy?.steal();
  }

  #lead(): void {
    if (this.#leading !== undefined || this.#end !== undefined) return;
    this.#leading = new Leading({
      replica: this.#replica,
      binding: this.#binding,
      plan: this.#plan,
      runner: this.#runner,
      say: (message) => this.#say(message),
      onBegun: () => this.#begun(),
      onOrdered: (change) => this.#questions.ordered(this.#replica.tab, change),
      onStatus: () => this.#refresh(),
      onLost: () => this.#lost(),
      onFault: (error) =>
        this.#note(tabError('program-failed', { problem: reasonOf(error) }, { cause: error })),
    });
    this.#refresh();
  }

  #begun(): void {
    const { phase, problem } = (this.#leading ?? this.#following).health;
    if (phase === 'refused' && problem !== undefined) this.#ready.reject(errorFrom(problem));
    else this.#ready.resolve();
    this.#questions.adopted(this.#replica.applied.get(this.#replica.tab) ?? 0);
    for (const [number, what] of this.#questions.again()) this.#answerOwn(number, what);
    this.#refresh();
  }

  #answerOwn(number: number, what: 'flush' | 'purge'): void {
    const done = this.#leading?.[what]() ?? Promise.resolve();
    done.then(
      () => this.#questions.answered(number, undefined),
      (error: unknown) => this.#questions.answered(number, codedFor(error).message),
    );
  }

  /** Another tab leads, though this one did not mean to give way. */
  #lost(): void {
    if (this.#isAlone) {
      this.#problem = tabError('superseded');
      this.#leave('refused');
      return;
    }
    this.#yield();
    this.#candidacy?.stand();
    this.#say({ kind: 'hello' });
  }

  /** Leads no more, and waits for no turn; what is not durable is pending until there is another leader. */
  #yield(): void {
    this.#leading?.end();
    this.#leading = undefined;
    this.#candidacy?.withdraw();
    // Whoever leads next has all of the others' patience.
    this.#watch?.heard();
    this.#refresh();
  }

  #leave(end: 'refused' | 'stopped'): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#yield();
    this.#binding.stop();
    this.#stopWatchingFreeze();
    this.#watch?.stop();
    this.#closeChannel();
    const problem = this.#problem ?? persistError('stopped');
    this.#questions.giveUp(problem);
    this.#ready.reject(problem);
    this.#refresh();
  }

  #hear(raw: unknown): void {
    if (this.#end !== undefined) return;
    const heard = readMessage(raw, this.#plan.version, this.#codec);
    if (heard.kind === 'unreadable') {
      this.#note(tabError('tab-message', { problem: heard.problem }));
    } else if (heard.kind === 'other-version') this.#hearOther(heard.version, heard.isNewer);
    else if (this.#leading !== undefined && !isFromLeader(heard.message))
      this.#leading.hear(heard.from, heard.message);
    else this.#follow(heard.message);
  }

  /** The newer program leads: it can read what the older one has written, and not the other way round. */
  #hearOther(version: number, isNewer: boolean): void {
    if (!this.#otherVersions.includes(version)) this.#otherVersions = [...this.#otherVersions, version];
    const isLeaving = this.#problem !== undefined;
    if (isNewer && !isLeaving) {
      this.#problem = tabError('newer-tab', { found: version, known: this.#plan.version });
      const { timers, gatherMs, patienceMs } = this.#plan;
      const isSaved = this.#replica.epoch === 0 || this.#replica.isSaved;
      // What others of this version have sent is on its way still.
      if (this.#leading !== undefined) timers.after(gatherMs, () => this.#giveWay());
      else if (isSaved) this.#leave('refused');
      // Nobody else may have it: time enough to find the leader silent, and to write it.
      else timers.after(2 * patienceMs, () => this.#giveWay());
    } else if (!isNewer) this.#watch?.heard(); // It goes of itself when it has written what it has.
    this.#refresh();
  }

  #giveWay(): void {
    const written = this.#leading?.hasBegun === true ? this.#leading.flush() : Promise.resolve();
    const leave = () => this.#leave('refused');
    written.catch(() => {}).then(leave);
    // Nobody waits for ever for a storage that hangs.
    this.#plan.timers.after(2 * this.#plan.patienceMs, leave);
  }

  #follow(message: TabMessage): void {
    if (message.kind === 'answer') {
      if (message.to === this.#replica.tab) this.#questions.answered(message.number, message.problem);
      return;
    }
    const epoch = epochOf(message);
    if (epoch === undefined) return;
    if (epoch < this.#replica.epoch && epoch !== 0) {
      // A leader that was frozen and does not know yet that it leads no more; or the last words of one that died.
      if (message.kind === 'change') this.#leading?.hearLate(message.change);
      return;
    }
    // This tab was one that did not know.
    if (this.#leading !== undefined && epoch > this.#replica.epoch) this.#lost();
    // As long as this tab is still reading, the last leader's order is the one that there is.
    if (this.#leading?.hasBegun === true) return;
    this.#watch?.heard();
    this.#following.hear(message, epoch);
    if (message.kind === 'change' && epoch === this.#replica.epoch)
      this.#questions.ordered(this.#replica.tab, message.change);
    this.#refresh();
  }

  #adopted(): void {
    this.#questions.adopted(this.#replica.applied.get(this.#replica.tab) ?? 0);
    for (const [number, what] of this.#questions.again()) this.#say({ kind: 'ask', what, number });
    this.#ready.resolve();
  }

  #changed(differences: readonly Difference[]): void {
    if (this.#leading !== undefined) this.#leading.change(differences);
    else this.#following.submit([this.#replica.submit({ differences })]);
    this.#refresh();
  }

  async #ask(what: 'flush' | 'purge'): Promise<void> {
    await this.restored;
    if (this.#end !== undefined) throw this.#problem ?? persistError('stopped');
    // A leader that is still reading answers when it has begun.
    if (this.#leading?.hasBegun === true) await this.#leading[what]();
    else await this.#questions.ask(what);
  }

  #say(message: TabMessage): void {
    if (this.#channel === undefined) return;
    try {
      this.#channel.post(writeMessage(message, this.#replica.tab, this.#plan.version, this.#codec));
    } catch (error) {
      // A value that cannot be written is the status's affair, not that of whoever changed the store.
      this.#note(codedFor(error));
    }
  }

  #note(problem: StatehouseError): void {
    this.#notice = problem;
    this.#refresh();
  }

  #closeChannel(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  #refresh(): void {
    const leading = this.#leading;
    const { phase, problem: reported } = (leading ?? this.#following).health;
    const problem = this.#problem ?? (reported && errorFrom(reported)) ?? this.#notice;
    const damage = leading?.damage;
    this.#board.show({
      phase: this.#end ?? phase,
      isSaved: this.#replica.epoch > 0 && this.#replica.isSaved,
      role: this.#role,
      otherVersions: this.#otherVersions,
      ...(problem === undefined ? {} : { problem }),
      ...(damage === undefined ? {} : { damage }),
    });
  }

  get #role(): SharedStatus['role'] {
    if (this.#isAlone) return 'alone';
    if (this.#leading !== undefined) return 'leader';
    return this.#replica.epoch > 0 ? 'follower' : 'waiting';
  }
}
