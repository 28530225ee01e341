import { expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);
const at = (text: string, others: Record<string, string> = {}) =>
  readRetryAfter(new Headers({ 'retry-after': text, ...others }), nowMs);
const httpDate = (ms: number) => new Date(ms).toUTCString();

test('a wait is said in seconds or as a date', () => {
  expect([at('0'), at('120'), at(' 7 ')]).toEqual([0, 120_000, 7_000]);
  expect(at(httpDate(nowMs + 90_000))).toBe(90_000);
});

test('a date is by the clock of the server, where that says what it is', () => {
  const serverMs = nowMs - 3_000_000;
  expect(at(httpDate(serverMs + 30_000), { date: httpDate(serverMs) })).toBe(30_000);
});

test('what is over is no wait, and none is longer than an hour', () => {
  expect(at(httpDate(nowMs - 5_000))).toBe(0);
  expect([at('864000'), at(httpDate(nowMs + 86_400_000))]).toEqual([3_600_000, 3_600_000]);
});

test('what nobody can read says nothing', () => {
  expect([at('soon'), at('1.5 h'), readRetryAfter(new Headers(), nowMs)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
