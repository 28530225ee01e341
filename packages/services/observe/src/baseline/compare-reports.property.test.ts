import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram } from '../histogram/histogram.ts';
import type { SeriesReport } from '../report/report.ts';
import { compareReports } from './compare-reports.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

function seriesOf(name: string, count: number, takesMs: (at: number) => number): SeriesReport {
  const latency = new Histogram();
  for (let at = 0; at < count; at += 1) latency.record(takesMs(at));
  return { kind: 'change', store: 's', name, count, failures: 0, refusals: 0, latencyMs: latency.summary() };
}

const names = (shifts: readonly { readonly name: string }[]) => shifts.map(({ name }) => name).toSorted();

test('series that got much slower or faster are named, those inside of the noise are not, whatever the noise', () => {
  const plan = fc.record({
    baseMs: fc.double({ min: 1, max: 100, noNaN: true }),
    // Far outside of the band, or well inside of it: between them lies the error of the buckets.
    factor: fc.constantFrom(0.3, 0.6, 0.95, 1, 1.05, 1.5, 3),
    jitter: fc.array(fc.double({ min: 0.98, max: 1.02, noNaN: true }), { minLength: 40, maxLength: 60 }),
  });
  fc.assert(
    fc.property(fc.array(plan, { minLength: NAMES.length, maxLength: NAMES.length }), (plans) => {
      const made = (scale: (factor: number) => number) =>
        plans.map(({ baseMs, factor, jitter }, at) =>
          seriesOf(NAMES[at] ?? '', jitter.length, (each) => baseMs * scale(factor) * (jitter[each] ?? 1)),
        );
      const { slower, faster, notCompared } = compareReports(
        { series: made(() => 1) },
        { series: made((factor) => factor).toReversed() },
      );
      const planned = (isMeant: (factor: number) => boolean) =>
        NAMES.filter((_, at) => isMeant(plans[at]?.factor ?? 1));
      expect(names(slower)).toEqual(planned((factor) => factor > 1.1));
      expect(names(faster)).toEqual(planned((factor) => factor < 0.9));
      expect(notCompared).toEqual([]);
      const growths = slower.map(({ baselineMs, presentMs }) => presentMs / baselineMs);
      expect(growths).toEqual(growths.toSorted((one, other) => other - one));
    }),
    cases(300),
  );
});

test('what there is too little of, or on one side only, is not compared and is said', () => {
  const baseline = { series: [seriesOf('rare', 29, () => 1), seriesOf('gone', 99, () => 1)] };
  const present = { series: [seriesOf('rare', 99, () => 9), seriesOf('new', 99, () => 9)] };
  const { slower, notCompared } = compareReports(baseline, present);
  expect(slower).toEqual([]);
  expect(names(notCompared)).toEqual(['gone', 'new', 'rare']);
});

test('what takes next to nothing may take three times that', () => {
  const baseline = { series: [seriesOf('tiny', 99, () => 0.01)] };
  const present = { series: [seriesOf('tiny', 99, () => 0.03)] };
  expect(compareReports(baseline, present).slower).toEqual([]);
  expect(names(compareReports(baseline, present, { noiseMs: 0.001 }).slower)).toEqual(['tiny']);
});

test('a baseline can have been stored as JSON, and the quantile chosen', () => {
  const steady = seriesOf('list', 100, () => 2);
  const spiky = seriesOf('list', 100, (at) => (at < 5 ? 40 : 2));
  const stored: { series: readonly SeriesReport[] } = JSON.parse(JSON.stringify({ series: [steady] }));
  expect(compareReports(stored, { series: [spiky] }).slower).toEqual([]);
  expect(names(compareReports(stored, { series: [spiky] }, { quantile: 'p99' }).slower)).toEqual(['list']);
});
