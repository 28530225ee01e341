import { emptyArray } from '@statehouse/kernel';
import type { AnyActorLogic, AnyActorScope, EventObject, ExecutableActionObject } from 'xstate';
import type { WantedAction } from '../state/delays.ts';
import type { Notes } from './notes.ts';

/** What one transition wants done, in its order: actions, and what is to be done once the state is the new one. */
type Wanted = ExecutableActionObject | (() => void);

/**
 * The scope of an actor that keeps back what a transition wants done, until the state after it is known and told: so
 * that a guard or an assignment that throws leaves nothing behind, and what actions do has the event as its cause.
 *
 * Invariant: outside of `collect` it does what the scope below does.
 */
export class CollectingScope {
  readonly scope: AnyActorScope;
  readonly #below: AnyActorScope;
  readonly #notes: Notes;
  readonly #wanted: Wanted[] = [];
  readonly #actions: ExecutableActionObject[] = [];
  #isOpen = false;

  constructor(below: AnyActorScope, notes: Notes) {
    this.#below = below;
    this.#notes = notes;
    this.scope = {
      ...below,
      defer: (run) => {
        if (this.#isOpen) this.#wanted.push(run);
        else below.defer(run);
      },
      actionExecutor: (action) => this.#take(action),
    };
  }

  /** Makes a transition, and answers with the snapshot after it; if it throws, nothing is wanted any more. */
  collect(transition: AnyActorLogic['transition'], snapshot: unknown, event: EventObject): unknown {
    this.#isOpen = true;
    emptyArray(this.#wanted);
    emptyArray(this.#actions);
    try {
      return transition(snapshot, event, this.scope);
    } catch (error) {
      emptyArray(this.#wanted);
      emptyArray(this.#actions);
      throw error;
    } finally {
      this.#isOpen = false;
    }
  }

  /** The actions of the last transition. */
  get actions(): readonly WantedAction[] {
    return this.#actions;
  }

  /** Does what was wanted. An action that throws is told of, and keeps none of the others from being done. */
  execute(failed: (action: WantedAction, error: unknown) => void): void {
    for (const each of this.#wanted) {
      if (typeof each === 'function') this.#below.defer(each);
      else this.#attempt(each, failed);
    }
  }

  #attempt(action: ExecutableActionObject, failed: (action: WantedAction, error: unknown) => void): void {
    try {
      this.#below.actionExecutor(action);
    } catch (error) {
      failed(action, error);
    }
  }

  #take(action: ExecutableActionObject): void {
    // Stopping frees the name of an actor in its system, which the same transition may give to another one.
    if (!this.#isOpen || action.type === 'xstate.stopChild') this.#below.actionExecutor(action);
    else this.#wanted.push(action);
    if (!this.#isOpen) return;
    this.#actions.push(action);
    this.#notes.addAction(action.type);
  }
}
