import { type Backoff, backoffMs, type Random, systemRandom } from '@statehouse/kernel';
import {
  asyncScheduler,
  type MonoTypeOperatorFunction,
  retry,
  type SchedulerLike,
  throwError,
  timer,
} from 'rxjs';

export interface RetryOptions extends Backoff {
  /** How often it is tried again in a row; without end unless told. A value in between begins the count anew. */
  readonly retries?: number;
  /** Whether an error is worth another try; each is unless told. */
  readonly isWorthIt?: (error: unknown) => boolean;
  /** Told of each error that is followed by another try. */
  readonly onRetry?: (error: unknown, delayMs: number) => void;
  readonly scheduler?: SchedulerLike;
  readonly random?: Random;
}

/** Subscribes to a source that failed again, after waits that get longer. What cannot be helped by that is an error still. */
export function retryWithBackoff<Value>(options: RetryOptions): MonoTypeOperatorFunction<Value> {
  const { retries = Number.POSITIVE_INFINITY, isWorthIt = () => true, onRetry = () => {} } = options;
  const { scheduler = asyncScheduler, random = systemRandom } = options;
  return retry({
    count: retries,
    resetOnSuccess: true,
    delay(error: unknown, failures) {
      if (!isWorthIt(error)) return throwError(() => error);
      const delayMs = backoffMs(failures, options, random);
      onRetry(error, delayMs);
      return timer(delayMs, scheduler);
    },
  });
}
