import type { Hub, StoreHandle } from '@statehouse/hub';
import type { AnyActorLogic } from 'xstate';
import { SteadyActor } from '../live/steady-actor.ts';
import { actorStore, type HubPart } from '../on-hub.ts';
import type { Dispatched } from '../state/actor-input.ts';
import type { ActorState } from '../state/actor-state.ts';

/** An actor that comes to a hub and leaves it, more than once: React shows some components twice. */
export interface MountedActor {
  readonly actor: SteadyActor;
  /** Joins and begins, or goes on where it was; answers with the way to leave. */
  mount(): () => void;
}

export function createMounted(hub: Hub, name: string, logic: AnyActorLogic, options: HubPart): MountedActor {
  const { store, whenRefused, join } = actorStore(hub, name, logic, options);
  let handle: StoreHandle<ActorState, Dispatched> | undefined;
  let kept: ActorState | undefined;
  const away: StoreHandle<ActorState, Dispatched> = {
    name,
    getState: () => store.getState(),
    getShown: () => handle?.getShown() ?? store.getState(),
    subscribeShown: (listener) => handle?.subscribeShown(listener) ?? (() => {}),
    dispatch: (input) => (handle === undefined ? store.dispatch(input) : handle.dispatch(input)),
    subscribe: (listener) => handle?.subscribe(listener) ?? (() => {}),
    leave: () => handle?.leave(),
  };
  return {
    actor: new SteadyActor(store, logic, away, whenRefused),
    mount() {
      if (kept !== undefined) store.restore(kept);
      handle = hub.add(name, store, join);
      store.start();
      return () => {
        kept = store.getState();
        handle?.leave();
        handle = undefined;
        store.stop();
      };
    },
  };
}
