import { expect, test } from 'vitest';
import { measureOf, splicesOf } from './splices-of.ts';
import type { SequentialTrace } from './trace.ts';

const trace = (startContent: string, astral: boolean): SequentialTrace => ({
  kind: 'sequential',
  startContent,
  endContent: '',
  astral,
  patchCount: 0,
  transactions: [],
});
const patches = (...list: readonly (readonly [number, number, string])[]) => ({
  patches: list.map(([position, deleteCount, insert]) => ({ position, deleteCount, insert })),
});

test('patches of one transaction apply one after the other', () => {
  const measure = measureOf(trace('abc', false));
  expect(splicesOf(patches([3, 0, 'de'], [0, 4, '']), 0, measure)).toEqual([
    { position: 3, deleteCount: 0, insert: 'de' },
    { position: 0, deleteCount: 4, insert: '' },
  ]);
  expect(measure.points).toBe(1);
});

test('code points above U+FFFF count as one, and are two units', () => {
  const measure = measureOf(trace('a🙂b', true));
  expect(splicesOf(patches([2, 1, '🪜'], [3, 0, 'c'], [1, 2, '']), 0, measure)).toEqual([
    { position: 3, deleteCount: 1, insert: '🪜' },
    { position: 5, deleteCount: 0, insert: 'c' },
    { position: 1, deleteCount: 4, insert: '' },
  ]);
});

test.each([true, false])('a patch past the end is refused, with its place (astral: %s)', (astral) => {
  expect(() => splicesOf(patches([0, 0, 'a'], [1, 3, '']), 7, measureOf(trace('bc', astral)))).toThrow(
    expect.objectContaining({
      code: 'cli/patch-out-of-range',
      details: { transaction: 7, patch: 1, end: 4, length: 3 },
    }),
  );
});
