import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram, RELATIVE_ERROR } from './histogram.ts';

const duration = fc.oneof(
  fc.double({ min: 2 ** -14, max: 2 ** 22 - 1, noNaN: true }),
  fc.double({ min: 0.001, max: 20, noNaN: true }),
  fc.integer({ min: -14, max: 21 }).map((power) => 2 ** power),
);
const durations = fc.array(duration, { minLength: 1, maxLength: 300, size: 'max' });
const shares = fc.constantFrom(0, 0.5, 0.9, 0.99, 0.999, 1);

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** By sorting all of them. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
}

test('every quantile is within the stated error of the one that sorting gives', () => {
  fc.assert(
    fc.property(durations, shares, (values, share) => {
      const true_ = quantileOf(values, share);
      const told = histogramOf(values).quantile(share);
      expect(Math.abs(told - true_)).toBeLessThanOrEqual(true_ * RELATIVE_ERROR * (1 + 1e-9));
    }),
    cases(500),
  );
});

test('merged histograms tell what one that saw all values tells', () => {
  fc.assert(
    fc.property(fc.array(durations, { maxLength: 4 }), shares, (parts, share) => {
      const merged = new Histogram();
      for (const part of parts) merged.merge(histogramOf(part));
      const whole = histogramOf(parts.flat());
      expect(merged.quantile(share)).toBe(whole.quantile(share));
      expect(merged.count).toBe(whole.count);
      expect(merged.max).toBe(whole.max);
      expect(merged.sum).toBeCloseTo(whole.sum, -3);
    }),
    cases(200),
  );
});

test('what is counted up to a bound differs from the true count only by values of the bucket of the bound', () => {
  fc.assert(
    fc.property(durations, duration, (values, bound) => {
      const told = histogramOf(values).countUpTo(bound);
      const below = values.filter((value) => value <= bound).length;
      const withBucket = values.filter((value) => value <= bound * (1 + 2 * RELATIVE_ERROR)).length;
      expect(told).toBeGreaterThanOrEqual(below);
      expect(told).toBeLessThanOrEqual(withBucket);
    }),
    cases(300),
  );
});

test('values outside of the range are counted at its ends, and what is no duration as none', () => {
  const histogram = histogramOf([-1, Number.NaN, 0, 1e12]);
  expect(histogram.count).toBe(4);
  expect(histogram.quantile(0.5)).toBeLessThan(2 ** -13);
  expect(histogram.quantile(1)).toBeGreaterThan(2 ** 21);
  expect(histogram.max).toBe(1e12);
});

test('an empty histogram has only zeros', () => {
  expect(new Histogram().summary()).toEqual({ count: 0, sum: 0, max: 0, p50: 0, p90: 0, p99: 0, p999: 0 });
});
