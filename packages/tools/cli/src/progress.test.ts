import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

function written(isTTY: boolean, total: number, steps: readonly number[]): readonly string[] {
  const lines: string[] = [];
  const progress = createProgress({ isTTY, write: (text) => lines.push(text) }, 'Replaying', total);
  for (const step of steps) progress.update(step);
  progress.finish();
  return lines;
}

test('where nobody watches, a line comes at every fifth of the way', () => {
  const steps = Array.from({ length: 1001 }, (_, index) => index);
  expect(written(false, 1000, steps)).toEqual([20, 40, 60, 80, 100].map((step) => `Replaying: ${step} %\n`));
});

test('on a terminal one line is drawn again for every percent, and ended', () => {
  const lines = written(true, 200, [0, 1, 2, 200]);
  expect(lines.length).toBe(4);
  expect(lines[0]).toBe(`\rReplaying ${'░'.repeat(30)}   0 %`);
  expect(lines[2]).toBe(`\rReplaying ${'█'.repeat(30)} 100 %`);
  expect(lines[3]).toBe('\n');
});

test('nothing to do is all done', () => {
  expect(written(false, 0, [0])).toEqual(['Replaying: 100 %\n']);
});
