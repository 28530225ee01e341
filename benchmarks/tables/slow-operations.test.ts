import { expect, test } from 'vitest';
import { longestInAll } from './slow-operations.ts';

test('only what is slow in every pass is a pause, and it is as long as in its best', () => {
  const passes = [pass(0.1, [7, 30], [9, 200]), pass(0.05, [7, 25], [11, 90]), pass(0.1, [7, 40])];
  expect(longestInAll(passes)).toBe(25);
});

test('without such an operation it is what the calmest pass met', () => {
  expect(longestInAll([pass(0.1, [9, 200]), pass(0.05)])).toBe(0.05);
});

function pass(otherwiseMs: number, ...slow: readonly (readonly [number, number])[]) {
  return { otherwiseMs, msByOperation: new Map(slow) };
}
