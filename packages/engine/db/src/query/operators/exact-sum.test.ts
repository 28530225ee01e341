import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSum } from './exact-sum.ts';

function sumOf(values: readonly number[]): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.value;
}

test('a sum is the double next to what was added, whatever came between and went again', () => {
  expect(sumOf([0.1, 0.2, -0.3])).toBe(2.7755575615628914e-17);
  expect(sumOf([1e100, 1, -1e100])).toBe(1);
  expect(sumOf([Number.MAX_SAFE_INTEGER, 1, 1])).toBe(2 ** 53);
  expect(sumOf([Number.MIN_VALUE, Number.MIN_VALUE])).toBe(2 * Number.MIN_VALUE);
  expect(sumOf([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Infinity);
  expect(sumOf([Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE])).toBe(Number.MAX_VALUE);
  expect(sumOf([2 ** 53, 1, 2 ** -60])).toBe(2 ** 53 + 2);
});

test('the order of what comes and goes makes no difference', () => {
  const doubles = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 12 });
  fc.assert(
    fc.property(doubles, doubles, (kept, gone) => {
      const sum = new ExactSum();
      for (const value of gone) sum.add(value);
      for (const value of kept.toReversed()) sum.add(value);
      for (const value of gone.toReversed()) sum.subtract(value);
      expect(sum.value).toBe(sumOf(kept) + 0);
      expect(sumOf(kept.slice(0, 2))).toBe((kept[0] ?? 0) + (kept.length > 1 ? (kept[1] ?? 0) : 0) + 0);
    }),
    cases(500),
  );
});
