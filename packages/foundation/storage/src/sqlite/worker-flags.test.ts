import { expect, test } from 'vitest';
import { workerFlags } from './worker-flags.ts';

test('conditions are passed on in each spelling, and nothing else is', () => {
  expect(
    workerFlags(['--input-type=module', '--conditions=a', '--conditions', 'b', '-C', 'c', '-C=d', '-e', 'x']),
  ).toEqual(['--conditions=a', '--conditions=b', '--conditions=c', '-C=d']);
  expect(workerFlags(['--conditions'])).toEqual([]);
  expect(workerFlags([])).toEqual([]);
});
