import { catchError, defer, type Observable, type ObservableInput } from 'rxjs';
import { type FlatteningPolicy, flatten } from './flatten.ts';

/** Says that one run of an epic failed, and what had begun it. */
export type ReportFailure = (error: unknown, trigger: unknown) => void;

/** What makes actions out of actions. Made by `defineEpic`, run by `runEpics`. */
export interface Epic<State, Action> {
  readonly name: string;
  /** The stream itself; `report` is told of failures that it has dealt with. */
  readonly connect: (
    actions$: Observable<Action>,
    state$: Observable<State>,
    report: ReportFailure,
  ) => Observable<Action>;
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
}

/** An epic for stores of one kind: `const define = epicsFor<State, Action>()`, then `define({ … })`. */
export function epicsFor<State, Action>() {
  return <Trigger>(definition: EpicDefinition<State, Action, Trigger>): Epic<State, Action> =>
    defineEpic(definition);
}

export function defineEpic<State, Action, Trigger>({
  name,
  on,
  policy,
  run,
  onFailed = () => [],
}: EpicDefinition<State, Action, Trigger>): Epic<State, Action> {
  return {
    name,
    connect: (actions$, state$, report) =>
      on(actions$, state$).pipe(
        flatten(policy, (trigger) =>
          defer(() => run(trigger, state$)).pipe(
            catchError((error: unknown) => {
              report(error, trigger);
              return onFailed(error, trigger);
            }),
          ),
        ),
      ),
  };
}
