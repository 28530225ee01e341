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

/** Makes a circuit breaker, closed. */
export function createCircuitBreaker(options: CircuitOptions): CircuitBreaker {
  const circuit = new Circuit(options);
  return {
    state$: circuit.state$,
    protect: () => (source) =>
      new Observable((subscriber) => {
        const entered = circuit.enter();
        if (entered === undefined) {
          subscriber.error(circuit.refusal());
          return;
        }
        const request = source.subscribe({
          next(value) {
            circuit.succeed(entered);
            subscriber.next(value);
          },
          error(error: unknown) {
            circuit.fail(entered);
            subscriber.error(error);
          },
          complete() {
            circuit.succeed(entered);
            subscriber.complete();
          },
        });
        request.add(() => circuit.leave(entered));
        return request;
      }),
  };
}

/**
 * Lets requests in and hears what became of them.
 *
 * Invariant: what a request from before it opened or closed comes to says nothing of now.
 */
class Circuit {
  readonly #options: CircuitOptions;
  readonly #scheduler: SchedulerLike;
  readonly #state = new BehaviorSubject<CircuitState>({ kind: 'closed', failures: 0 });
  /** Counts how often it has opened or closed. */
  #epoch = 0;
  #isTrying = false;

  constructor(options: CircuitOptions) {
    this.#options = options;
    this.#scheduler = options.scheduler ?? asyncScheduler;
  }

  readonly state$: Observable<CircuitState> = this.#state.pipe(
    switchMap((state) =>
      state.kind === 'open'
        ? timer(Math.max(0, state.untilMs - this.#scheduler.now()), this.#scheduler).pipe(
            map(() => halfOpen(state)),
            startWith(this.#now()),
          )
        : of(state),
    ),
    distinctUntilChanged((before, after) => before.kind === after.kind && before.failures === after.failures),
  );

  /** Lets a request in, with the epoch that it belongs to; or not. */
  enter(): number | undefined {
    const { kind } = this.#now();
    if (kind === 'open' || this.#isTrying) return undefined;
    this.#isTrying = kind === 'half-open';
    return this.#epoch;
  }

  succeed(entered: number): void {
    if (entered === this.#epoch && !isFlawless(this.#state.value))
      this.#move({ kind: 'closed', failures: 0 });
  }

  fail(entered: number): void {
    if (entered !== this.#epoch) return;
    const { maxFailures, openMs } = this.#options;
    const failures = this.#state.value.failures + 1;
    const opens = this.#now().kind === 'half-open' || failures >= maxFailures;
    this.#move(
      opens
        ? { kind: 'open', failures, untilMs: this.#scheduler.now() + openMs }
        : { kind: 'closed', failures },
    );
  }

  /** One that tries may be given up before anything came of it. */
  leave(entered: number): void {
    if (entered === this.#epoch) this.#isTrying = false;
  }

  /** The error of a request that is not let in. */
  refusal(): Error {
    const { value } = this.#state;
    const waitMs = value.kind === 'open' ? Math.max(0, value.untilMs - this.#scheduler.now()) : 0;
    return rxjsError('circuit-open', { failures: value.failures, waitMs });
  }

  /** An open circuit is half open when its time has come, whether or not anybody was told. */
  #now(): CircuitState {
    const { value } = this.#state;
    return value.kind === 'open' && this.#scheduler.now() >= value.untilMs ? halfOpen(value) : value;
  }

  #move(next: CircuitState): void {
    if (this.#state.value.kind !== 'closed' || next.kind !== 'closed') {
      this.#epoch += 1;
      this.#isTrying = false;
    }
    this.#state.next(next);
  }
}

function isFlawless(state: CircuitState): boolean {
  return state.kind === 'closed' && state.failures === 0;
}

function halfOpen({ failures }: CircuitState): CircuitState {
  return { kind: 'half-open', failures };
}
