import { createPlainStore, type Store } from '@statehouse/hub';
import type { Runner } from './leading.ts';
import type { ShareOptions } from './share-options.ts';
import { planFrom, type SharedStore, tabId } from './shared-store.ts';
import { Sharing } from './sharing.ts';

/** A store that is running, and the way to end it. */
export interface RunningStore<State, Input> {
  readonly store: Pick<Store<State, Input>, 'getState' | 'subscribe' | 'dispatch'>;
  stop?(): void;
}

/** A store that only the leading tab runs. Its states and inputs are plain, or have codecs. */
export interface LeaderProgram<State, Input> {
  /** What is shown before anything is kept. */
  readonly initial: State;
  /** Runs the store from a state: when this tab begins to lead. Calls that may have been made before are its affair. */
  start(state: State): RunningStore<State, Input>;
}

/** A store that runs in one tab and is shown in all. */
export interface SharedLeaderStore<State, Input> extends SharedStore {
  /** What it shows; for hubs and views. */
  readonly store: Pick<Store<State>, 'getState' | 'subscribe'>;
  /**
   * Gives an input to the tab that runs the store: there it acts once, whatever becomes of that tab afterwards. Fulfilled
   * when it has been taken; rejected with what the store threw (`persist/input-failed`).
   */
  send(input: Input): Promise<void>;
}

/**
 * Runs a store, a machine say, in the leading tab alone and shows it in all: timers, calls and other effects happen once.
 * When another tab begins to lead, it runs the store from the last state that is known, and what was sent and not yet
 * acted upon is sent again.
 */
export function shareLeaderStore<State, Input>(
  program: LeaderProgram<State, Input>,
  options: ShareOptions,
): SharedLeaderStore<State, Input> {
  const stage = createPlainStore<State, State>({
    initial: program.initial,
    reduce: (_, next) => next,
    nameOf: () => 'run',
    kind: 'write',
  });
  const plan = planFrom(options);
  const sharing = new Sharing(stage, plan, tabId(plan), runnerOf(program, stage));
  return {
    store: { getState: () => stage.getState(), subscribe: (listener) => stage.subscribe(listener) },
    get status() {
      return sharing.status;
    },
    restored: sharing.restored,
    subscribe: (listener) => sharing.subscribe(listener),
    send: (input) => sharing.send(input),
    flush: () => sharing.flush(),
    purge: () => sharing.purge(),
    stop: () => sharing.stop(),
  };
}

/** The program in this tab, while it leads: what it comes to is put on the stage. */
function runnerOf<State, Input>(
  program: LeaderProgram<State, Input>,
  stage: { getState(): State; dispatch(state: State): void },
): Runner {
  let running: RunningStore<State, Input> | undefined;
  let unsubscribe = () => {};
  const present = () => {
    const state = running?.store.getState();
    if (state !== undefined && state !== stage.getState()) stage.dispatch(state);
  };
  return {
    start() {
      running = program.start(stage.getState());
      unsubscribe = running.store.subscribe(present);
      present();
    },
    stop() {
      unsubscribe();
      running?.stop?.();
      running = undefined;
    },
    dispatch(input: Input) {
      running?.store.dispatch?.(input);
    },
  };
}
