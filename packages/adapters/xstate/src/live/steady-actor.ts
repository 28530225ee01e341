import type { StoreHandle } from '@statehouse/hub';
import { isStatehouseError } from '@statehouse/kernel';
import {
  type AnyActor,
  type AnyActorLogic,
  type EventObject,
  type Observer,
  type Snapshot,
  type Subscription,
  toObserver,
} from 'xstate';
import type { Dispatched } from '../state/actor-input.ts';
import type { ActorState } from '../state/actor-state.ts';
import type { ActorStore } from './actor-store.ts';

/** What becomes of a `send` that a plugin refuses: it throws `hub/refused`, or it does nothing. */
export type RefusalPolicy = 'throw' | 'ignore';

interface Listening {
  readonly type: string;
  readonly handler: (event: EventObject) => void;
  current: Subscription;
}

/**
 * What an application holds of an actor on the hub: the same object, whichever actor of XState runs behind it since the
 * last restore. What it shows is the past when the hub does; what is sent goes to the present.
 */
export class SteadyActor {
  readonly logic: AnyActorLogic;
  /** The actor on the hub; `leave` takes it off. */
  readonly hub: StoreHandle<ActorState, Dispatched>;
  readonly #store: ActorStore;
  readonly #whenRefused: RefusalPolicy;
  readonly #listening = new Set<Listening>();

  constructor(
    store: ActorStore,
    logic: AnyActorLogic,
    hub: StoreHandle<ActorState, Dispatched>,
    whenRefused: RefusalPolicy,
  ) {
    this.logic = logic;
    this.hub = hub;
    this.#store = store;
    this.#whenRefused = whenRefused;
    store.onSwapped(({ ref }) => {
      for (const each of this.#listening) each.current = ref.on(each.type, each.handler);
    });
  }

  get id(): string {
    return this.#ref.id;
  }

  get sessionId(): string {
    return this.#ref.sessionId;
  }

  get system(): AnyActor['system'] {
    return this.#ref.system;
  }

  get src(): AnyActor['src'] {
    return this.#ref.src;
  }

  get ref(): this {
    return this;
  }

  /** XState asks actors for it that it is to send to. */
  get _processingStatus(): unknown {
    return Reflect.get(this.#ref, '_processingStatus');
  }

  readonly send = (event: EventObject): void => {
    try {
      this.#store.dispatch(event);
    } catch (error) {
      if (this.#whenRefused === 'ignore' && isStatehouseError(error, 'hub/refused')) return;
      throw error;
    }
  };

  /** For actors of other systems, which know of no refusal. */
  _send(event: EventObject): void {
    this.#ref.send(event);
  }

  getSnapshot(): unknown {
    return this.#store.views.getSnapshot();
  }

  getPersistedSnapshot(): Snapshot<unknown> {
    return this.#ref.getPersistedSnapshot();
  }

  subscribe(
    next: Observer<unknown> | ((snapshot: unknown) => void),
    error?: (error: unknown) => void,
    complete?: () => void,
  ): Subscription {
    const observer = typeof next === 'function' ? toObserver(next, error, complete) : toObserver(next);
    return this.#store.views.subscribe(observer);
  }

  on(type: string, handler: (event: EventObject) => void): Subscription {
    const listening: Listening = { type, handler, current: this.#ref.on(type, handler) };
    this.#listening.add(listening);
    return {
      unsubscribe: () => {
        this.#listening.delete(listening);
        listening.current.unsubscribe();
      },
    };
  }

  select<Selected>(
    selector: (snapshot: unknown) => Selected,
    isEqual: (one: Selected, other: Selected) => boolean = Object.is,
  ) {
    return {
      get: () => selector(this.getSnapshot()),
      subscribe: (given: Observer<Selected> | ((selected: Selected) => void)): Subscription => {
        const observer = typeof given === 'function' ? toObserver(given) : toObserver(given);
        let before = selector(this.getSnapshot());
        return this.subscribe((snapshot) => {
          const now = selector(snapshot);
          if (isEqual(before, now)) return;
          before = now;
          observer.next?.(now);
        });
      },
    };
  }

  start(): this {
    this.#store.start();
    return this;
  }

  stop(): this {
    this.#store.stop();
    return this;
  }

  toJSON(): unknown {
    return this.#ref.toJSON();
  }

  [Symbol.for('observable')](): this {
    return this;
  }

  get #ref(): AnyActor {
    return this.#store.running.ref;
  }
}
