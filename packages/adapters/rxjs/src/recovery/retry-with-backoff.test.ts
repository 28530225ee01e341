import { backoffMs } from '@statehouse/kernel';
import { seededRandom } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { marbles } from '../testing/marbles.ts';
import { never } from '../testing/virtual-clock.ts';
import { retryWithBackoff } from './retry-with-backoff.ts';

const doubling = { initialMs: 2, maxMs: 6, random: never };

test('waits get longer up to a longest, and chance takes off no more than its part', () => {
  const backoff = { initialMs: 100, maxMs: 1_000, jitter: 0.5 };
  const full = [1, 2, 3, 4, 5, 6].map((failures) => backoffMs(failures, backoff, never));
  expect(full).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  const random = seededRandom(1);
  const waits = Array.from({ length: 1_000 }, () => backoffMs(3, backoff, random));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(200);
  expect(Math.max(...waits)).toBeLessThanOrEqual(400);
  expect(new Set(waits).size).toBeGreaterThan(100);
  expect(backoffMs(40, { ...backoff, jitter: 0 }, random)).toBe(1_000);
});

test('a source that fails is subscribed to again after 2, 4, 6, 6… ms', () => {
  marbles(({ cold, expectObservable, expectSubscriptions, scheduler }) => {
    const source = cold('#');
    const retried = source.pipe(retryWithBackoff({ ...doubling, scheduler, retries: 4 }));
    expectObservable(retried).toBe('------------------#');
    expectSubscriptions(source.subscriptions).toBe([
      '(^!)',
      '--(^!)',
      '------(^!)',
      '------------(^!)',
      '------------------(^!)',
    ]);
  });
});

test('a value in between begins the waits anew, and the retries too', () => {
  marbles(({ cold, expectObservable, scheduler }) => {
    const source = cold('a#');
    const retried = source.pipe(retryWithBackoff({ ...doubling, scheduler, retries: 1 }));
    expectObservable(retried, '----------!').toBe('a--a--a--a-');
  });
});

test('an error that is not worth a retry is an error at once, and whoever leaves while it waits is left alone', () => {
  marbles(({ cold, expectObservable, expectSubscriptions, scheduler }) => {
    const told: unknown[] = [];
    const isWorthIt = (error: unknown) => error !== 'forbidden';
    const onRetry = (error: unknown, delayMs: number) => told.push([error, delayMs]);
    const refused = cold('-#', {}, 'forbidden');
    expectObservable(refused.pipe(retryWithBackoff({ ...doubling, scheduler, isWorthIt, onRetry }))).toBe(
      '-#',
      {},
      'forbidden',
    );
    const lost = cold('-#', {}, 'lost');
    expectObservable(lost.pipe(retryWithBackoff({ ...doubling, scheduler, isWorthIt, onRetry })), '--!').toBe(
      '-',
    );
    expectSubscriptions(lost.subscriptions).toBe('^!');
    scheduler.flush();
    expect(told).toEqual([['lost', 2]]);
  });
});
