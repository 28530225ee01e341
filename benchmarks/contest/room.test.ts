import { expect, test } from 'vitest';
import { reasonToRefuse } from './room.ts';

const GIGABYTE = 2 ** 30;

test('ten million are refused below 12 GB of free memory, and only they', () => {
  expect(reasonToRefuse(10_000_000, 11.96 * GIGABYTE)).toBe(
    'wants 12 GB of free memory, and here are 11.9: left out',
  );
  expect(reasonToRefuse(10_000_000, 5 * GIGABYTE)).toBe(
    'wants 12 GB of free memory, and here are 5: left out',
  );
  expect(reasonToRefuse(10_000_000, 12 * GIGABYTE)).toBeUndefined();
  expect(reasonToRefuse(1_000_000, GIGABYTE)).toBeUndefined();
});
