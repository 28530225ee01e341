import { expect, test } from 'vitest';
import type { Measurement } from '../measurement.ts';
import type { KeptRun } from '../runs/kept-run.ts';
import { reportOf } from './report.ts';

const circumstances = { date: '2026-01-02', machine: '2 × a processor', node: 'v24.0.0' };

test('the page names machine and runtime, has a table for each metric and a plot where n varies', () => {
  const { markdown, plots } = reportOf(
    [
      run(figure('statehouse', 1_000, 20), figure('native-map', 1_000, 10)),
      run(figure('statehouse', 100_000, 40), figure('native-map', 100_000, 20)),
    ],
    'plots',
  );
  expect(markdown).toContain('Measured on 2026-01-02 on 2 × a processor, Node v24.0.0.');
  expect(markdown).toContain('| | 1,000 | 100,000 |');
  expect(markdown).toContain('| **statehouse** | 20 | 40 |');
  expect(markdown).toContain('| tables: entities get | 1,000 | **no** | 2x native-map, goal at most 1.5x');
  expect(markdown).toContain('![entities get against n](plots/tables-entities-get.svg)');
  expect([...plots.keys()]).toEqual(['tables-entities-get.svg']);
});

test('a goal that is missed is explained once, and one that is met is not', () => {
  const report = (ours: number) =>
    reportOf([run(figure('statehouse', 1_000, ours), figure('native-map', 1_000, 10))], 'plots').markdown;
  expect(report(20).match(/\*\*entities get\.\*\*/g)).toHaveLength(1);
  expect(report(14)).not.toContain('Where the cost lies');
});

test('a plot is whole, and puts ten times the cost as far up as ten times the size to the right', () => {
  const { plots } = reportOf(
    [run(figure('statehouse', 1_000, 10), figure('statehouse', 10_000, 100))],
    'plots',
  );
  const svg = plots.get('tables-entities-get.svg') ?? '';
  expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect(svg).not.toContain('NaN');
  expect(svg).toContain('>statehouse</text>');
  // One power of ten each way: from the lower left corner of the drawing to the upper right.
  expect(svg).toContain('points="92,396 620,44"');
});

test('one size alone is not drawn', () => {
  expect(reportOf([run(figure('statehouse', 1_000, 10))], 'plots').plots.size).toBe(0);
});

function run(...measurements: readonly Measurement[]): KeptRun {
  return { circumstances, measurements };
}

function figure(impl: string, n: number, median: number): Measurement {
  return { bench: 'tables', case: 'entities', impl, metric: 'get', n, median, unit: 'ns', repeats: 5 };
}
