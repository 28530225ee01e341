import type { Hub } from '@statehouse/hub';
import { catchError, defer, map, type Observable, type ObservableInput } from 'rxjs';
import { type FlatteningPolicy, flatten } from './flatten.ts';

/** What an epic has from whoever runs it. */
export interface EpicPort {
  /** Told that one run failed, and what had begun it; the epic has dealt with it. */
  readonly report: (error: unknown, trigger: unknown) => void;
  readonly withCause: Hub['withCause'];
}

/** An action that an epic sends; dispatched by `within` if it has one. */
export interface SentAction<Action> {
  readonly action: Action;
  readonly within?: ((dispatch: () => void) => void) | undefined;
}

/** What makes actions out of actions. Made by `defineEpic` or `streamEpic`, run by `runEpics`. */
export interface Epic<State, Action> {
  readonly name: string;
  readonly connect: (
    actions$: Observable<Action>,
    state$: Observable<State>,
    port: EpicPort,
  ) => Observable<SentAction<Action>>;
}

export interface EpicDefinition<State, Action, Trigger> {
  /** What problems are told by. */
  readonly name: string;
  /** What begins a run: actions that are filtered, joined, slowed down, as one likes. */
  readonly on: (actions$: Observable<Action>, state$: Observable<State>) => Observable<Trigger>;
  /** What happens to a run when the next begins. */
  readonly policy: FlatteningPolicy;
  /** One run. What it fails with is reported, and ends this run alone. */
  readonly run: (trigger: Trigger, state$: Observable<State>) => ObservableInput<Action>;
  /** The actions in which a failed run ends; none unless told. */
  readonly onFailed?: (error: unknown, trigger: Trigger) => readonly Action[];
  /**
   * Whether what a run sends in a later turn has what began it as its cause on the hub. Not for epics that begin
   * themselves again, as one that polls: a hundred causes in a row are a loop to the hub.
   */
  readonly keepsCause?: boolean;
}

/** Epics for stores of one kind: `const define = epicsFor<State, Action>()`, then `define({ … })`. */
export function epicsFor<State, Action>() {
  return <Trigger>(definition: EpicDefinition<State, Action, Trigger>): Epic<State, Action> =>
    defineEpic(definition);
}

/** Makes an epic whose runs fail each for themselves. */
export function defineEpic<State, Action, Trigger>({
  name,
  on,
  policy,
  run,
  onFailed = () => [],
  keepsCause = false,
}: EpicDefinition<State, Action, Trigger>): Epic<State, Action> {
  return {
    name,
    connect: (actions$, state$, { report, withCause }) =>
      on(actions$, state$).pipe(
        // Taken when it comes, not when its run begins, which may be after others have ended.
        map((trigger) => ({ trigger, within: keepsCause ? withCause(call) : undefined })),
        flatten(policy, ({ trigger, within }) =>
          defer(() => run(trigger, state$)).pipe(
            catchError((error: unknown) => {
              report(error, trigger);
              return onFailed(error, trigger);
            }),
            map((action) => ({ action, within })),
          ),
        ),
      ),
  };
}

/** An epic that is a stream as it stands. If it fails it is begun again, and what it had under way is gone. */
export function streamEpic<State, Action>(
  name: string,
  stream: (actions$: Observable<Action>, state$: Observable<State>) => Observable<Action>,
): Epic<State, Action> {
  return {
    name,
    connect: (actions$, state$) => stream(actions$, state$).pipe(map((action) => ({ action }))),
  };
}

function call(dispatch: () => void): void {
  dispatch();
}
