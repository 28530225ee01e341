import { catchError, EMPTY, type MonoTypeOperatorFunction, Observable, of, tap } from 'rxjs';

export interface FallbackOptions<Value> {
  /** Stands in before there is a good value. Without it the first error is one. */
  readonly initial?: Value;
  /** Told of each error in whose place a value was given. */
  readonly onFallback?: (error: unknown) => void;
}

/**
 * Answers with the last good value in the place of an error, and ends. The value is remembered by the operator itself,
 * over all subscriptions: make it once, and put it into each request. A value that its receiver has had from the same
 * subscription is not sent again.
 */
export function fallBackToLast<Value>(options: FallbackOptions<Value> = {}): MonoTypeOperatorFunction<Value> {
  const { onFallback = () => {} } = options;
  let last: readonly [Value] | undefined = options.initial === undefined ? undefined : [options.initial];
  return (source) =>
    new Observable((subscriber) => {
      let hasSent = false;
      return source
        .pipe(
          tap((value) => {
            last = [value];
            hasSent = true;
          }),
          catchError((error: unknown) => {
            if (last === undefined) throw error;
            onFallback(error);
            return hasSent ? EMPTY : of(last[0]);
          }),
        )
        .subscribe(subscriber);
    });
}
