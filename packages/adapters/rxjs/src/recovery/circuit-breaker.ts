import {
  asyncScheduler,
  BehaviorSubject,
  distinctUntilChanged,
  type MonoTypeOperatorFunction,
  map,
  Observable,
  of,
  type SchedulerLike,
  startWith,
  switchMap,
  timer,
} from 'rxjs';
import { rxjsError } from '../errors.ts';

/** Whether requests go through. */
export type CircuitState =
  /** They do; so many in a row have failed. */
  | { readonly kind: 'closed'; readonly failures: number }
  /** None does, until a time by the scheduler's clock. */
  | { readonly kind: 'open'; readonly failures: number; readonly untilMs: number }
  /** One does, and what becomes of it decides. */
  | { readonly kind: 'half-open'; readonly failures: number };

export interface CircuitOptions {
  /** After so many failures in a row it opens. */
  readonly maxFailures: number;
  /** How long it stays open. */
  readonly openMs: number;
  readonly scheduler?: SchedulerLike;
}

/** Spares a service that fails, and those who wait for it, further requests. One breaker for each service. */
export interface CircuitBreaker {
  /** How it stands: at once, then each change. Sets a timer only while somebody listens. */
  readonly state$: Observable<CircuitState>;
  /**
   * Lets subscriptions through as the state has it; else they fail with `rxjs/circuit-open`. A first value or an end is
   * a success.
   */
  protect<Value>(): MonoTypeOperatorFunction<Value>;
}

export function createCircuitBreaker(options: CircuitOptions): CircuitBreaker {
  const { maxFailures, openMs, scheduler = asyncScheduler } = options;
  const state = new BehaviorSubject<CircuitState>({ kind: 'closed', failures: 0 });
  /** Counts how often it has opened or closed: what a request from before comes to says nothing of now. */
  let epoch = 0;
  let isTrying = false;
  const now = () => atTime(state.value, scheduler.now());

  const move = (next: CircuitState) => {
    if (state.value.kind !== 'closed' || next.kind !== 'closed') {
      epoch += 1;
      isTrying = false;
    }
    state.next(next);
  };
  const succeed = (entered: number) => {
    if (entered === epoch && !isFlawless(state.value)) move({ kind: 'closed', failures: 0 });
  };
  const fail = (entered: number) => {
    if (entered !== epoch) return;
    const failures = state.value.failures + 1;
    const isOver = now().kind === 'half-open' || failures >= maxFailures;
    if (isOver) move({ kind: 'open', failures, untilMs: scheduler.now() + openMs });
    else move({ kind: 'closed', failures });
  };
  /** Lets a request in, with the epoch that it belongs to; or not. */
  const enter = (): number | undefined => {
    const { kind } = now();
    if (kind === 'open' || isTrying) return undefined;
    isTrying = kind === 'half-open';
    return epoch;
  };
  /** One that tries may be given up before anything came of it. */
  const leave = (entered: number) => {
    if (entered === epoch) isTrying = false;
  };

  return {
    state$: state.pipe(
      switchMap((current) =>
        current.kind === 'open'
          ? timer(Math.max(0, current.untilMs - scheduler.now()), scheduler).pipe(
              map(() => halfOpen(current)),
              startWith(atTime(current, scheduler.now())),
            )
          : of(current),
      ),
      distinctUntilChanged(
        (before, after) => before.kind === after.kind && before.failures === after.failures,
      ),
    ),
    protect: () => (source) =>
      new Observable((subscriber) => {
        const entered = enter();
        if (entered === undefined) {
          subscriber.error(openError(state.value, scheduler.now()));
          return;
        }
        const request = source.subscribe({
          next(value) {
            succeed(entered);
            subscriber.next(value);
          },
          error(error: unknown) {
            fail(entered);
            subscriber.error(error);
          },
          complete() {
            succeed(entered);
            subscriber.complete();
          },
        });
        request.add(() => leave(entered));
        return request;
      }),
  };
}

function isFlawless(state: CircuitState): boolean {
  return state.kind === 'closed' && state.failures === 0;
}

/** An open circuit is half open when its time has come, whether or not anybody was told. */
function atTime(state: CircuitState, nowMs: number): CircuitState {
  return state.kind === 'open' && nowMs >= state.untilMs ? halfOpen(state) : state;
}

function halfOpen({ failures }: CircuitState): CircuitState {
  return { kind: 'half-open', failures };
}

function openError(state: CircuitState, nowMs: number): Error {
  const waitMs = state.kind === 'open' ? Math.max(0, state.untilMs - nowMs) : 0;
  return rxjsError('circuit-open', { failures: state.failures, waitMs });
}
