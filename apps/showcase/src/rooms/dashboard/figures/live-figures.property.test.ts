import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterPause,
  afterReading,
  afterResume,
  type LiveFigures,
  MOST_HELD,
  MOST_SHOWN,
  NO_FIGURES,
} from './live-figures.ts';
import type { ServerReading } from './server-reading.ts';

const reading = (run: string, number: number, atMs: number, submissions = 0): ServerReading => ({
  run,
  number,
  atMs,
  counters: { server_submissions: submissions },
  gauges: {},
  observations: {},
});

type Step =
  | { readonly kind: 'reading'; readonly reading: ServerReading }
  | { readonly kind: 'pause' | 'resume' };

function after(figures: LiveFigures, step: Step): LiveFigures {
  if (step.kind === 'reading') return afterReading(figures, step.reading);
  return step.kind === 'pause' ? afterPause(figures) : afterResume(figures);
}

/** What a server that is restarted now and then tells, over a line that loses and doubles messages. */
const history = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.record({ kind: fc.constant('tell' as const), by: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose' as const), by: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('twice' as const), by: fc.nat(5) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), by: fc.nat(5) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('pause' as const), by: fc.nat(5) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('resume' as const), by: fc.nat(5) }) },
    ),
    { minLength: 10, maxLength: 100, size: 'max' },
  )
  .map((acts) => {
    const steps: Step[] = [];
    let [run, number, atMs, submissions] = [0, 0, 0, 0];
    for (const { kind, by } of acts) {
      if (kind === 'pause' || kind === 'resume') {
        steps.push({ kind });
        continue;
      }
      if (kind === 'restart') [run, number, submissions] = [run + 1, 0, 0];
      atMs += 1_000;
      submissions += by;
      const told = { kind: 'reading', reading: reading(`run-${run}`, number, atMs, submissions) } as const;
      number += 1;
      if (kind !== 'lose') steps.push(told);
      if (kind === 'twice') steps.push(told);
    }
    return steps;
  });

test('whoever stops the picture and lets it go on sees what they would have seen without', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const stopped = afterResume(steps.reduce(after, NO_FIGURES));
      const readings = steps.filter(({ kind }) => kind === 'reading');
      expect(stopped).toEqual(readings.reduce(after, NO_FIGURES));
    }),
    cases(300),
  );
});

test('rates over the points add up to what the server counted in each run, whatever was lost or came twice', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const readings = steps.flatMap((step) => (step.kind === 'reading' ? [step.reading] : []));
      const { points } = readings.reduce(afterReading, NO_FIGURES);
      let shown = 0;
      let beforeMs = 0;
      for (const { atMs, values } of points) {
        if (values.submissions !== null) shown += (values.submissions * (atMs - beforeMs)) / 1_000;
        // A gap stands a millisecond behind the reading from which the next rate counts.
        beforeMs = atMs % 1_000 === 1 ? atMs - 1 : atMs;
      }
      const runs = [...Map.groupBy(readings, ({ run }) => run).values()];
      const counted = runs.reduce((sum, ofRun) => {
        const of = (at: number) => ofRun.at(at)?.counters.server_submissions ?? 0;
        return sum + of(-1) - of(0);
      }, 0);
      expect(shown).toBeCloseTo(counted, 5);
    }),
    cases(300),
  );
});

test('what is shown and what is held is bounded, and what fell out is counted', () => {
  let figures = NO_FIGURES;
  for (let number = 0; number < 500; number += 1)
    figures = afterReading(figures, reading('a', number, number * 1_000));
  expect(figures.points).toHaveLength(MOST_SHOWN);
  figures = afterPause(figures);
  const before = figures.points;
  for (let number = 500; number < 800; number += 1)
    figures = afterReading(figures, reading('a', number, number * 1_000));
  expect(figures.points).toBe(before);
  expect(figures.held?.points).toHaveLength(MOST_HELD);
  expect(figures.held?.dropped).toBe(300 - MOST_HELD);
  figures = afterResume(figures);
  expect(figures.points).toHaveLength(MOST_SHOWN);
  expect(figures.points.at(-1)?.atMs).toBe(799_000);
  expect(figures.points.filter(({ atMs }) => atMs % 1_000 === 999)).toHaveLength(1);
});

test('another run of the server breaks the lines, and says since when', () => {
  let figures = afterReading(NO_FIGURES, reading('a', 7, 1_000, 50));
  expect(figures.restartedAtMs).toBeUndefined();
  figures = afterReading(figures, reading('b', 0, 5_000, 2));
  expect(figures.points.map(({ atMs }) => atMs)).toEqual([1_000, 1_001, 5_000]);
  expect(figures.points.at(-1)?.values.submissions).toBeNull();
  expect(figures.restartedAtMs).toBe(5_000);
  figures = afterReading(figures, reading('b', 1, 6_000, 5));
  expect(figures.points.at(-1)?.values.submissions).toBe(3);
});

test('a reading that comes twice, or behind a later one, changes nothing', () => {
  const figures = [0, 1, 2]
    .map((number) => reading('a', number, number * 1_000))
    .reduce(afterReading, NO_FIGURES);
  for (const number of [2, 1, 0])
    expect(afterReading(figures, reading('a', number, number * 1_000))).toBe(figures);
});
