import { isStatehouseError } from '@statehouse/kernel';
import { catchError, mergeMap, type Observable, of, takeUntil } from 'rxjs';
import { test } from 'vitest';
import { marbles } from '../testing/marbles.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';

const closed = (failures: number) => ({ kind: 'closed', failures });
const halfOpen = (failures: number) => ({ kind: 'half-open', failures });
const open = (failures: number, untilMs: number) => ({ kind: 'open', failures, untilMs });

/** In the words of a marble: what failed of itself, and what was not even tried. */
function inWords(answers$: Observable<string>): Observable<string> {
  return answers$.pipe(
    catchError((error: unknown) => of(isStatehouseError(error, 'rxjs/circuit-open') ? 'x' : 'e')),
  );
}

test('opens after failures in a row, lets one through after a while, and closes when that succeeds', () => {
  marbles(({ hot, cold, expectObservable, expectSubscriptions, scheduler }) => {
    const breaker = createCircuitBreaker({ maxFailures: 2, openMs: 5, scheduler });
    const works = cold('(w|)');
    const request = (kind: string) => inWords((kind === 'f' ? cold('#') : works).pipe(breaker.protect()));
    expectObservable(hot('----f-f-w---w-f-').pipe(mergeMap(request))).toBe('----e-e-x---w-e-');
    expectSubscriptions(works.subscriptions).toBe('------------(^!)');
    expectObservable(breaker.state$).toBe('i---b-c----hi-b-', {
      b: closed(1),
      c: open(2, 11),
      h: halfOpen(2),
      i: closed(0),
    });
  });
});

test('opens again when the one that was let through fails, and counts a success in between', () => {
  marbles(({ hot, cold, expectObservable, scheduler }) => {
    const breaker = createCircuitBreaker({ maxFailures: 2, openMs: 4, scheduler });
    const request = (kind: string) => inWords(cold(kind === 'f' ? '#' : '(w|)').pipe(breaker.protect()));
    expectObservable(hot('--fwfwff-w--f-w-').pipe(mergeMap(request))).toBe('--ewewee-x--e-x-');
    expectObservable(breaker.state$).toBe('a-bababc---hd---H', {
      a: closed(0),
      b: closed(1),
      c: open(2, 11),
      h: halfOpen(2),
      d: open(3, 16),
      H: halfOpen(3),
    });
  });
});

test('lets no second one through while the first is under way, but another when that is given up', () => {
  marbles(({ hot, cold, expectObservable, scheduler }) => {
    const breaker = createCircuitBreaker({ maxFailures: 1, openMs: 3, scheduler });
    const request = (kind: string) => {
      if (kind === 'f') return inWords(cold('#').pipe(breaker.protect()));
      const slow = inWords(cold('-----w|').pipe(breaker.protect()));
      return kind === 'g' ? slow.pipe(takeUntil(cold('--g'))) : slow;
    };
    // The first that is let through is given up at 6, the second answers at 13.
    expectObservable(hot('f---gw--w-----w').pipe(mergeMap(request))).toBe('e----x-------w-----w');
  });
});

test('what was under way when it opened neither closes it nor keeps it open longer', () => {
  marbles(({ hot, cold, expectObservable, scheduler }) => {
    const breaker = createCircuitBreaker({ maxFailures: 1, openMs: 6, scheduler });
    const answers: Readonly<Record<string, string>> = { f: '-#', s: '---w|', t: '----#' };
    const request = (kind: string) => inWords(cold(answers[kind] ?? '').pipe(breaker.protect()));
    expectObservable(hot('(fst)').pipe(mergeMap(request))).toBe('-e-we');
    expectObservable(breaker.state$).toBe('ao-----h', { a: closed(0), o: open(1, 7), h: halfOpen(1) });
  });
});
