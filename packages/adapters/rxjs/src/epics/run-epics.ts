import type { Hub, Problem } from '@statehouse/hub';
import { type Backoff, type Random, systemRandom } from '@statehouse/kernel';
import {
  asyncScheduler,
  catchError,
  defer,
  EMPTY,
  type Observable,
  type SchedulerLike,
  Subject,
  Subscription,
} from 'rxjs';
import { rxjsError } from '../errors.ts';
import { retryWithBackoff } from '../recovery/retry-with-backoff.ts';
import type { ReactiveStore } from '../store/reactive-store.ts';
import type { Epic, SentAction } from './epic.ts';

export interface EpicRestart extends Backoff {
  /** How often in a row; without end unless told. An action that the epic sends begins the count anew. */
  readonly retries?: number;
}

export interface EpicOptions {
  /** Told of each failure: of a run, of a stream that is begun again or stops, of an action that was not taken. */
  readonly onProblem: (problem: Problem) => void;
  /** The hub's, for epics that keep the cause of what they send later. */
  readonly withCause?: Hub['withCause'];
  /** When the stream of an epic itself fails; after 1 s, then longer, up to 30 s, unless told. */
  readonly restart?: EpicRestart;
  readonly scheduler?: SchedulerLike;
  readonly random?: Random;
}

const USUAL_RESTART: EpicRestart = { initialMs: 1_000, maxMs: 30_000 };

type ReactedTo<State, Action> = Pick<ReactiveStore<State, Action>, 'actions$' | 'present$' | 'dispatch'>;

/**
 * Lets epics react to the actions of a store, and gives it the actions that they send. One that fails stops none of the
 * others. Answers with the way to end them all, and what they have under way.
 *
 * Each action reaches all epics before anything that one of them sends at once is dispatched; that has it as its cause.
 */
export function runEpics<State, Action>(
  store: ReactedTo<State, Action>,
  epics: readonly Epic<State, Action>[],
  options: EpicOptions,
): () => void {
  const { onProblem } = options;
  const actions = new Subject<Action>();
  /** What is sent while an action is being handed around. */
  let sent: (readonly [epic: string, sent: SentAction<Action>])[] | undefined;
  const dispatch = (epic: string, { action, within }: SentAction<Action>) => {
    try {
      if (within === undefined) store.dispatch(action);
      else within(() => store.dispatch(action));
    } catch (cause) {
      onProblem({ error: rxjsError('dispatch-failed', { epic }, { cause }), place: epic, input: action });
    }
  };
  const running = new Subscription();
  const handAround = (hand: () => void) => {
    const outer = sent;
    const now: NonNullable<typeof sent> = [];
    sent = now;
    hand();
    sent = outer;
    for (const [epic, action] of now) if (!running.closed) dispatch(epic, action);
  };
  running.add(store.actions$.subscribe((action) => handAround(() => actions.next(action))));
  // What one sends as it begins reaches those that begin after it too.
  handAround(() => {
    for (const epic of epics) {
      running.add(
        restarted(epic, actions, store.present$, options).subscribe((action) => {
          if (sent === undefined) dispatch(epic.name, action);
          else sent.push([epic.name, action]);
        }),
      );
    }
  });
  return () => running.unsubscribe();
}

/** The stream of an epic, which begins again when it fails, and at last ends rather than fails. */
function restarted<State, Action>(
  { name, connect }: Epic<State, Action>,
  actions: Observable<Action>,
  state$: Observable<State>,
  options: EpicOptions,
): Observable<SentAction<Action>> {
  const { onProblem, withCause = asItIs, restart = USUAL_RESTART } = options;
  const { scheduler = asyncScheduler, random = systemRandom } = options;
  const report = (cause: unknown, input: unknown) =>
    onProblem({ error: rxjsError('epic-failed', { epic: name }, { cause }), place: name, input });
  const stream = defer(() => connect(actions, state$, { report, withCause })).pipe(
    retryWithBackoff<SentAction<Action>>({
      ...restart,
      scheduler,
      random,
      onRetry: (cause, delayMs) =>
        onProblem({ error: rxjsError('epic-restarted', { epic: name, delayMs }, { cause }), place: name }),
    }),
  );
  return stream.pipe(
    catchError((cause: unknown) => {
      onProblem({ error: rxjsError('epic-stopped', { epic: name }, { cause }), place: name });
      return EMPTY;
    }),
  );
}

/** Without a hub there are no causes to keep. */
function asItIs<Given extends readonly unknown[], Result>(
  run: (...given: Given) => Result,
): (...given: Given) => Result {
  return run;
}
