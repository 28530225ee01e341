import { StatehouseError } from '@statehouse/kernel';
import type { TabChannel } from '@statehouse/storage/tabs';
import { type StateCodec, stateCodec } from '../codec/codec.ts';
import { persistError } from '../errors.ts';
import type { Difference } from '../patch/patch.ts';
import { codedFor, type PersistStatus } from '../persist-status.ts';
import { Candidacy } from './candidacy.ts';
import { LeaderWatch } from './leader-watch.ts';
import { Leading, type Runner } from './leading.ts';
import { type Health, readMessage, type TabMessage, writeMessage } from './messages.ts';
import { OpenQuestions } from './open-questions.ts';
import { type OrderedChange, Replica, type Welcome } from './replica.ts';
import type { SharePlan } from './share-options.ts';
import { type SharableStore, StoreBinding } from './store-binding.ts';

/** How this tab is among the others. */
export interface SharedStatus extends PersistStatus {
  /** `alone`: the browser has no locks, so nothing is shared. */
  readonly role: 'waiting' | 'leader' | 'follower' | 'alone';
  /** Versions that other tabs run, which are not listened to. */
  readonly otherVersions: readonly number[];
}

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
  readonly #listeners = new Set<(status: SharedStatus) => void>();
  #channel: TabChannel | undefined;
  #candidacy: Candidacy | undefined;
  #watch: LeaderWatch | undefined;
  #leading: Leading | undefined;
  #status: SharedStatus = { phase: 'reading', isSaved: false, role: 'waiting', otherVersions: [] };
  /** The status that the listeners know. */
  #told = this.#status;
  /** How the leader's storage is. */
  #health: Health = { phase: 'reading' };
  /** Why this tab takes part no more, or is alone. */
  #problem: StatehouseError | undefined;
  #end: 'refused' | 'stopped' | undefined;
  #isAlone = false;
  #isListening = false;
  #unsubscribe = () => {};
  #stopWatchingFreeze = () => {};
  /** What was pending first when the leader was last heard. */
  #stuck = 0;

  constructor(store: SharableStore, plan: SharePlan, tab: string, runner: Runner | undefined) {
    this.#plan = plan;
    this.#codec = stateCodec(plan.codecs);
    this.#binding = new StoreBinding(store, plan.select, (differences) => this.#changed(differences));
    this.#replica = new Replica(tab, this.#binding.parts);
    this.#runner = runner;
    this.#questions = new OpenQuestions((number, what) => this.#say({ kind: 'ask', what, number }));
    this.restored = this.#ready.promise;
    // Who does not wait for it reads the status.
    this.restored.catch(() => {});
    this.#begin();
  }

  get status(): SharedStatus {
    return this.#status;
  }

  subscribe(listener: (status: SharedStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
    const isDone = this.#isListening && !this.#replica.isSaved ? this.flush() : Promise.resolve();
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
    else this.#submit([submission]);
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
      onLost: () => this.#yield(),
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
    this.#problem = persistError('no-locks', {}, { cause });
    this.#channel?.close();
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
    });
    this.#refresh();
  }

  #begun(): void {
    this.#listen();
    const { phase, problem } = this.#leading?.health ?? this.#health;
    if (phase === 'refused' && problem !== undefined) this.#ready.reject(errorFrom(problem));
    else this.#ready.resolve();
    this.#questions.adopted(this.#replica.applied.get(this.#replica.tab) ?? 0);
    for (const [number, what] of this.#questions.open) this.#answerOwn(number, what);
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
      this.#problem = persistError('superseded');
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
    this.#refresh();
  }

  #leave(end: 'refused' | 'stopped'): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#yield();
    this.#unsubscribe();
    this.#stopWatchingFreeze();
    this.#watch?.stop();
    this.#channel?.close();
    const problem = this.#problem ?? persistError('stopped');
    this.#questions.giveUp(problem);
    this.#ready.reject(problem);
    this.#refresh();
  }

  #hear(raw: unknown): void {
    if (this.#end !== undefined) return;
    const heard = readMessage(raw, this.#plan.version, this.#codec);
    if (heard.kind === 'unreadable') {
      this.#refresh(persistError('tab-message', { problem: heard.problem }));
    } else if (heard.kind === 'other-version') this.#hearOther(heard.version, heard.isNewer);
    else if (this.#leading !== undefined && !isFromLeader(heard.message))
      this.#leading.hear(heard.from, heard.message);
    else this.#follow(heard.message);
  }

  /** The newer program leads: it can read what the older one has written, and not the other way round. */
  #hearOther(version: number, isNewer: boolean): void {
    const { otherVersions } = this.#status;
    if (!otherVersions.includes(version))
      this.#status = { ...this.#status, otherVersions: [...otherVersions, version] };
    const isLeaving = this.#problem !== undefined;
    if (isNewer && !isLeaving) {
      this.#problem = persistError('newer-tab', { found: version, known: this.#plan.version });
      // What others of this version have sent is on its way still.
      const { timers, gatherMs } = this.#plan;
      if (this.#leading === undefined) this.#leave('refused');
      else timers.after(gatherMs, () => this.#giveWay());
    }
    this.#refresh();
  }

  #giveWay(): void {
    const written = this.#leading?.flush() ?? Promise.resolve();
    written.catch(() => {}).then(() => this.#leave('refused'));
  }

  #follow(message: TabMessage): void {
    if (message.kind === 'answer') {
      if (message.to === this.#replica.tab) this.#questions.answered(message.number, message.problem);
      return;
    }
    const epoch = epochOf(message);
    if (epoch === undefined) return;
    // A leader that was frozen and does not know yet that it leads no more.
    if (epoch < this.#replica.epoch && epoch !== 0) return;
    // This tab was one that did not know.
    if (this.#leading !== undefined && epoch > this.#replica.epoch) this.#lost();
    if (this.#leading !== undefined) return;
    this.#watch?.heard();
    if (message.kind === 'welcome') this.#welcomed(message.welcome, message.health);
    else if (epoch !== this.#replica.epoch) {
      if (epoch !== 0) this.#say({ kind: 'hello' });
    } else if (message.kind === 'change') this.#take(message.change);
    else if (message.kind === 'saved') this.#saved(message.position, message.health);
    else if (message.kind === 'pong') this.#compare(message.position);
  }

  #welcomed(welcome: Welcome, health: Health): void {
    const isKnown = welcome.epoch === this.#replica.epoch && this.#isListening;
    this.#health = health;
    // Others ask too; and an answer may be older than what came after it.
    if (isKnown && welcome.position <= this.#replica.position) {
      if (welcome.saved < 0) this.#replica.forget();
      else this.#replica.settle(welcome.saved);
      this.#refresh();
      return;
    }
    this.#replica.adopt(welcome);
    this.#listen();
    this.#show();
    this.#questions.adopted(welcome.applied.get(this.#replica.tab) ?? 0);
    this.#submit(this.#replica.pending);
    for (const [number, what] of this.#questions.open) this.#say({ kind: 'ask', what, number });
    this.#ready.resolve();
    this.#refresh();
  }

  #take(change: OrderedChange): void {
    const outcome = this.#replica.confirm(change);
    if (outcome === 'missing') this.#say({ kind: 'hello' });
    else if (outcome === 'new') this.#show();
    else this.#align();
    if (outcome !== 'missing') this.#questions.ordered(this.#replica.tab, change);
    this.#refresh();
  }

  #saved(position: number, health: Health): void {
    this.#health = health;
    if (position <= this.#replica.position) this.#replica.settle(position);
    this.#refresh();
  }

  /** Looks whether something that was said has not been heard. */
  #compare(position: number): void {
    if (position > this.#replica.position) this.#say({ kind: 'hello' });
    const [first] = this.#replica.pending;
    if (first !== undefined && first.sequence === this.#stuck) this.#submit(this.#replica.pending);
    this.#stuck = first?.sequence ?? 0;
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#unsubscribe = this.#binding.listen();
  }

  #show(): void {
    this.#binding.show(this.#replica.shown);
    this.#align();
  }

  /** From now on the store and the base share what they have in common. */
  #align(): void {
    if (this.#replica.pending.length === 0) this.#replica.align(this.#binding.parts);
  }

  #changed(differences: readonly Difference[]): void {
    if (this.#leading !== undefined) this.#leading.change(differences);
    else this.#submit([this.#replica.submit({ differences })]);
    this.#refresh();
  }

  #submit(submissions: Replica['pending']): void {
    if (submissions.length > 0 && this.#isListening)
      this.#say({ kind: 'submit', epoch: this.#replica.epoch, submissions });
  }

  async #ask(what: 'flush' | 'purge'): Promise<void> {
    await this.restored;
    if (this.#end !== undefined) throw this.#problem ?? persistError('stopped');
    if (this.#leading !== undefined) await this.#leading[what]();
    else await this.#questions.ask(what);
  }

  #say(message: TabMessage): void {
    this.#channel?.post(writeMessage(message, this.#replica.tab, this.#plan.version, this.#codec));
  }

  #refresh(notice?: StatehouseError): void {
    const { otherVersions } = this.#status;
    const leading = this.#leading;
    if (leading !== undefined) this.#health = leading.health;
    const { phase, problem: reported } = this.#health;
    const problem = this.#problem ?? (reported && errorFrom(reported)) ?? notice;
    const damage = leading?.damage;
    const status: SharedStatus = {
      phase: this.#end ?? phase,
      isSaved: this.#isListening && this.#replica.isSaved,
      role: this.#role,
      otherVersions,
      ...(problem === undefined ? {} : { problem }),
      ...(damage === undefined ? {} : { damage }),
    };
    this.#status = status;
    if (isSameStatus(status, this.#told)) return;
    this.#told = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  get #role(): SharedStatus['role'] {
    if (this.#isAlone) return 'alone';
    if (this.#leading !== undefined) return 'leader';
    return this.#isListening ? 'follower' : 'waiting';
  }
}

function isSameStatus(one: SharedStatus, other: SharedStatus): boolean {
  return (
    one.phase === other.phase &&
    one.isSaved === other.isSaved &&
    one.role === other.role &&
    one.otherVersions === other.otherVersions &&
    one.problem?.code === other.problem?.code &&
    one.damage === other.damage
  );
}

function isFromLeader({ kind }: TabMessage): boolean {
  return kind === 'pong' || kind === 'welcome' || kind === 'change' || kind === 'saved' || kind === 'answer';
}

function epochOf(message: TabMessage): number | undefined {
  if (message.kind === 'welcome') return message.welcome.epoch;
  const isOrder = message.kind === 'pong' || message.kind === 'change' || message.kind === 'saved';
  return isOrder ? message.epoch : undefined;
}

function errorFrom({ code, message }: { readonly code: string; readonly message: string }): StatehouseError {
  return new StatehouseError(code, message);
}
