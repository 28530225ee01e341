import type { Health, TabMessage } from './messages.ts';
import type { Replica, Submission, Welcome } from './replica.ts';
import type { StoreBinding } from './store-binding.ts';

/** The tab that follows. */
export interface FollowingTab {
  readonly replica: Replica;
  readonly binding: StoreBinding;
  say(message: TabMessage): void;
  /** The replica has begun anew from what the leader has, and the store shows it. */
  onAdopted(): void;
}

/**
 * Does what the leader says.
 *
 * Invariant: the replica follows one order without a gap; where something is missing all of it is asked for.
 */
export class Following {
  readonly #tab: FollowingTab;
  #health: Health = { phase: 'reading' };
  /** What was pending first when the leader was last heard. */
  #stuck = 0;
  /** Whether all was asked for since the leader was last heard to be awake. */
  #hasAsked = false;

  constructor(tab: FollowingTab) {
    this.#tab = tab;
  }

  /** How the leader's storage is. */
  get health(): Health {
    return this.#health;
  }

  /** @param message of a leader whose epoch is not older than the replica's */
  hear(message: TabMessage, epoch: number): void {
    const { replica } = this.#tab;
    if (message.kind === 'welcome' || message.kind === 'pong') this.#hasAsked = false;
    if (message.kind === 'welcome') this.#welcomed(message.welcome, message.health);
    else if (epoch !== replica.epoch) {
      // A leader that is still reading has nothing to say.
      if (epoch !== 0) this.#askForAll();
    } else if (message.kind === 'change') {
      const outcome = replica.confirm(message.change);
      if (outcome === 'missing') this.#askForAll();
      else if (outcome === 'new') this.#show();
      else this.#align();
    } else if (message.kind === 'saved') {
      this.#health = message.health;
      if (message.position <= replica.position) replica.settle(message.position);
    } else if (message.kind === 'pong') this.#compare(message.position);
  }

  /** Asks the leader to put changes in its order. */
  submit(submissions: readonly Submission[]): void {
    const { epoch } = this.#tab.replica;
    // What is pending is sent to the next leader as soon as it is heard of.
    if (submissions.length > 0 && epoch > 0) this.#tab.say({ kind: 'submit', epoch, submissions });
  }

  #welcomed(welcome: Welcome, health: Health): void {
    const { replica } = this.#tab;
    this.#health = health;
    // Others ask too, and get an answer that all hear.
    if (welcome.epoch === replica.epoch && welcome.position <= replica.position) {
      if (welcome.saved < 0) replica.forget();
      else replica.settle(welcome.saved);
      return;
    }
    replica.adopt(welcome);
    this.#tab.binding.listen();
    this.#show();
    this.submit(replica.pending);
    this.#tab.onAdopted();
  }

  /** The answer has in it what is said until it comes: one question is enough. */
  #askForAll(): void {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    this.#tab.say({ kind: 'hello' });
  }

  /** Looks whether something that was said has not been heard. */
  #compare(position: number): void {
    const { replica } = this.#tab;
    if (position > replica.position) this.#askForAll();
    const [first] = replica.pending;
    if (first !== undefined && first.sequence === this.#stuck) this.submit(replica.pending);
    this.#stuck = first?.sequence ?? 0;
  }

  #show(): void {
    const { replica, binding } = this.#tab;
    binding.show(replica.shown);
    this.#align();
  }

  /** From now on the store and the base share what they have in common. */
  #align(): void {
    const { replica, binding } = this.#tab;
    if (replica.pending.length === 0) replica.align(binding.parts);
  }
}
