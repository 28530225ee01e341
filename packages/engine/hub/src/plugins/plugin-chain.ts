import { isStatehouseError, type StatehouseError, type Timers } from '@statehouse/kernel';
import { hubError } from '../errors.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { Attempt } from '../store/change.ts';
import type { Plugin, PluginHooks, Problem } from './plugin.ts';
import { ordered } from './plugin-order.ts';

export interface PluginLimits {
  /** After so many failures in a row a plugin is suspended. */
  readonly maxFailures: number;
  /** How long a hook after a change may take. */
  readonly hookTimeoutMs: number;
}

/** How the attempt left the chain. */
export type Verdict =
  | { readonly kind: 'go'; readonly input: unknown }
  | { readonly kind: 'refused'; readonly by: string; readonly reason: string };

interface Member {
  readonly plugin: Plugin;
  /** In a row, by hook: one that works says nothing of the others. */
  readonly failures: Map<string, number>;
  isSuspended: boolean;
}

/** Hooks that only tell: what they answer with is waited for, and otherwise nobody's business. */
type TellingHook = Exclude<keyof PluginHooks, 'beforeChange'>;

/**
 * The plugins of a hub. A plugin that throws harms neither the change nor the others: it is told of, and after repeated
 * failures it is asked no more.
 */
export class PluginChain {
  readonly #limits: PluginLimits;
  readonly #timers: Timers;
  readonly #onProblem: (problem: Problem) => void;
  #members: readonly Member[] = [];
  /** Those that are asked before a change. */
  #asked: readonly Member[] = [];
  #told: readonly Member[] = [];

  constructor(limits: PluginLimits, timers: Timers, onProblem: (problem: Problem) => void) {
    this.#limits = limits;
    this.#timers = timers;
    this.#onProblem = onProblem;
  }

  get names(): readonly string[] {
    return this.#members.map(({ plugin }) => plugin.name);
  }

  get suspended(): readonly string[] {
    return this.#members.filter(({ isSuspended }) => isSuspended).map(({ plugin }) => plugin.name);
  }

  /**
   * Adds a plugin; answers with the way to take it out again.
   *
   * @throws StatehouseError `hub/duplicate-plugin`, `hub/plugin-order`
   */
  add(plugin: Plugin): () => void {
    if (this.names.includes(plugin.name)) throw hubError('duplicate-plugin', { plugin: plugin.name });
    const member: Member = { plugin, failures: new Map(), isSuspended: false };
    const byName = new Map([...this.#members, member].map((each) => [each.plugin.name, each]));
    const plugins = ordered([...byName.values()].map(({ plugin: each }) => each));
    this.#set(plugins.flatMap(({ name }) => byName.get(name) ?? []));
    return () => {
      if (!this.#members.includes(member)) return;
      this.#set(this.#members.filter((each) => each !== member));
      this.#tell(member, 'onRemoved', ({ plugin: removed }) => removed.onRemoved?.());
    };
  }

  /** Lets a suspended plugin run again. */
  resume(name: string): void {
    for (const member of this.#members) {
      if (member.plugin.name !== name) continue;
      member.isSuspended = false;
      member.failures.clear();
    }
    this.#set(this.#members);
  }

  /** Asks all of them, in order. `state` is read only when somebody is there to look at it. */
  ask(store: string, attempt: Attempt, state: () => unknown): Verdict {
    let { input } = attempt;
    for (const member of this.#asked) {
      const verdict = this.#askOne(member, store, { ...attempt, input }, state);
      if (verdict?.kind === 'refused') return verdict;
      if (verdict !== undefined) input = verdict.input;
    }
    return { kind: 'go', input };
  }

  get isAsking(): boolean {
    return this.#asked.length > 0;
  }

  tellOfChange(entry: JournalEntry): void {
    for (const member of this.#told)
      this.#tell(member, 'afterChange', ({ plugin }) => plugin.afterChange?.(entry));
  }

  tellOfError(problem: Problem): void {
    for (const member of this.#members) {
      if (member.plugin.name === problem.place) continue;
      this.#tell(member, 'onError', ({ plugin }) => plugin.onError?.(problem));
    }
  }

  tellOfStore(hook: 'onStoreAdded' | 'onStoreRemoved', store: string): void {
    for (const member of this.#members) this.#tell(member, hook, ({ plugin }) => plugin[hook]?.(store));
  }

  #set(members: readonly Member[]): void {
    this.#members = members;
    const active = members.filter(({ isSuspended }) => !isSuspended);
    this.#asked = active.filter(({ plugin }) => plugin.beforeChange !== undefined);
    this.#told = active.filter(({ plugin }) => plugin.afterChange !== undefined);
  }

  #askOne(member: Member, store: string, attempt: Attempt, state: () => unknown): Verdict | undefined {
    const { plugin } = member;
    try {
      const decision: unknown = plugin.beforeChange?.({ ...attempt, store, state: state() });
      if (isPromise(decision)) {
        // Whatever becomes of it, nobody waits.
        decision.then(undefined, () => {});
        throw hubError('plugin-async', { plugin: plugin.name, hook: 'beforeChange' });
      }
      member.failures.delete('beforeChange');
      return verdictOf(decision, plugin.name);
    } catch (error) {
      this.#failed(member, 'beforeChange', error, attempt.input);
      return plugin.whenBroken === 'refuse'
        ? { kind: 'refused', by: plugin.name, reason: 'the plugin failed' }
        : undefined;
    }
  }

  #tell(member: Member, hook: TellingHook, call: (member: Member) => unknown): void {
    if (member.isSuspended) return;
    try {
      const answer = call(member);
      if (isPromise(answer)) this.#await(member, hook, answer);
      else if (member.plugin[hook] !== undefined) member.failures.delete(hook);
    } catch (error) {
      this.#failed(member, hook, error);
    }
  }

  #await(member: Member, hook: string, answer: PromiseLike<unknown>): void {
    let isOver = false;
    const { hookTimeoutMs } = this.#limits;
    const end = (fail?: () => unknown) => {
      if (isOver) return;
      isOver = true;
      cancel();
      if (fail === undefined) member.failures.delete(hook);
      else this.#failed(member, hook, fail());
    };
    const cancel = this.#timers.after(hookTimeoutMs, () =>
      end(() => hubError('plugin-timeout', { plugin: member.plugin.name, hook, timeoutMs: hookTimeoutMs })),
    );
    answer.then(
      () => end(),
      (error: unknown) => end(() => error),
    );
  }

  #failed(member: Member, hook: string, error: unknown, input?: unknown): void {
    const plugin = member.plugin.name;
    const failures = (member.failures.get(hook) ?? 0) + 1;
    member.failures.set(hook, failures);
    this.#onProblem({ error: codedFor(plugin, hook, error), place: plugin, input });
    if (failures < this.#limits.maxFailures || member.isSuspended) return;
    member.isSuspended = true;
    this.#set(this.#members);
    this.#onProblem({ error: hubError('plugin-suspended', { plugin, failures }), place: plugin });
  }
}

function codedFor(plugin: string, hook: string, error: unknown): StatehouseError {
  if (isStatehouseError(error)) return error;
  return hubError('plugin-failed', { plugin, hook }, { cause: error });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** What a hook answered is not trusted to be a decision: anything else lets the change pass. */
function verdictOf(decision: unknown, by: string): Verdict | undefined {
  if (typeof decision !== 'object' || decision === null || !('kind' in decision)) return undefined;
  if (decision.kind === 'replace' && 'input' in decision) return { kind: 'go', input: decision.input };
  if (decision.kind === 'refuse') {
    const reason = 'reason' in decision ? String(decision.reason) : 'no reason was given';
    return { kind: 'refused', by, reason };
  }
  return undefined;
}
