import { concatMap } from 'rxjs';
import { expect, test } from 'vitest';
import { marbles } from '../testing/marbles.ts';
import { fallBackToLast } from './fall-back-to-last.ts';

test('an error is answered with the last good value, also that of an earlier request', () => {
  marbles(({ hot, cold, expectObservable, scheduler }) => {
    const errors: unknown[] = [];
    const lastGood = fallBackToLast<string>({ onFallback: (error) => errors.push(error) });
    const answers = { a: cold('-(A|)'), b: cold('-#', {}, 'offline'), c: cold('-(C|)') };
    const polled = hot<'a' | 'b' | 'c'>('a---b---c---b---|').pipe(
      concatMap((at) => answers[at].pipe(lastGood)),
    );
    expectObservable(polled).toBe('-A---A---C---C--|');
    scheduler.flush();
    expect(errors).toEqual(['offline', 'offline']);
  });
});

test('without a good value there is what it was told to begin with, or the error', () => {
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('--#').pipe(fallBackToLast({ initial: 'i' }))).toBe('--(i|)');
    expectObservable(cold('--#').pipe(fallBackToLast())).toBe('--#');
  });
});

test('who has had the last good value already is not sent it twice', () => {
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('-a-b-#').pipe(fallBackToLast())).toBe('-a-b-|');
  });
});
