import { createHub, type Hub } from '@statehouse/hub';
import type { LeaderProgram } from '@statehouse/persist/tabs';
import type { AnyActorLogic, EventFromLogic, EventObject, SnapshotFrom } from 'xstate';
import { actorStore, type GivenOptions, type HubPart } from '../on-hub.ts';
import type { Dispatched } from '../state/actor-input.ts';
import type { ActorState } from '../state/actor-state.ts';
import { ghostOf } from '../state/revived.ts';

/** Beside what `onHub` takes. */
export interface ProgramPart {
  /** Where the machine is while this tab runs it; on a hub of its own unless told. */
  readonly hub?: Hub;
}

/** A machine as `shareLeaderStore` runs it, and what its states are to views. */
export interface ActorProgram<Logic extends AnyActorLogic>
  extends LeaderProgram<ActorState, Dispatched<EventFromLogic<Logic> & EventObject>> {
  /** A state as XState shows it, in whichever tab: the same object for the same state. Its actors do not run. */
  snapshotOf(state: ActorState): SnapshotFrom<Logic>;
}

/**
 * A machine that many tabs share: it runs in the leading tab alone, and goes on in another one from its last state, with
 * what remains of its delays. Invocations that were under way run again there, under the same `idempotencyKey`.
 *
 * @example
 * import { shareLeaderStore } from '@statehouse/persist/tabs';
 * import { createMemoryKeyValueStore } from '@statehouse/storage';
 * import { createWebTabs } from '@statehouse/storage/tabs';
 * import { createMachine } from 'xstate';
 * const light = createMachine({ initial: 'red', states: { red: { after: { 3000: 'green' } }, green: {} } });
 * const program = leaderProgram('light', light);
 * const shared = shareLeaderStore(program, { storage: createMemoryKeyValueStore(), key: 'light', tabs: createWebTabs() });
 * program.snapshotOf(shared.store.getState()).matches('red');
 */
export function leaderProgram<Logic extends AnyActorLogic>(
  name: string,
  logic: Logic,
  ...[options]: GivenOptions<Logic, ProgramPart>
): ActorProgram<Logic>;
export function leaderProgram(
  name: string,
  logic: AnyActorLogic,
  options: HubPart & ProgramPart = {},
): LeaderProgram<ActorState, Dispatched> & { snapshotOf(state: ActorState): unknown } {
  const { hub = createHub(), ...rest } = options;
  const snapshots = new WeakMap<ActorState, unknown>();
  return {
    initial: actorStore(hub, name, logic, rest).store.getState(),
    start(state) {
      const { store, join } = actorStore(hub, name, logic, rest);
      const handle = hub.add(name, store, join);
      try {
        store.restore(state);
      } catch (error) {
        handle.leave();
        throw error;
      }
      store.start();
      return {
        store,
        stop() {
          // It has not ended: it goes on elsewhere.
          handle.leave();
          store.stop();
        },
      };
    },
    snapshotOf(state) {
      const known = snapshots.get(state);
      if (known !== undefined) return known;
      const snapshot: unknown = ghostOf(logic, state).getSnapshot();
      snapshots.set(state, snapshot);
      return snapshot;
    },
  };
}
