import { expect, test } from 'vitest';
import type { Measurement } from '../measurement.ts';
import type { Goal } from './goal.ts';
import { judge, verdictLines } from './verdicts.ts';

const ratio: Goal = {
  bench: 'tables',
  case: 'entities',
  metric: 'get',
  from: 1,
  to: 1_000,
  limit: { kind: 'ratio', to: 'native-map', atMost: 1.5 },
};

test('a ratio is taken at the same n, and says by how much it is missed', () => {
  const figures = [get('statehouse', 1_000, 30), get('native-map', 1_000, 10), get('native-map', 100, 1_000)];
  const [verdict, ...others] = judge(figures, [ratio]);
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({ n: 1_000, reached: 3, isMet: false });
  expect(verdict?.text).toBe('3x native-map, goal at most 1.5x native-map: missed by 100 %');
});

test('a difference is in the unit of the metric, and may be of another impl than ours', () => {
  const difference: Goal = {
    ...ratio,
    impl: 'ours too',
    limit: { kind: 'difference', to: 'native-map', atMost: 15 },
  };
  const figures = [get('statehouse', 1_000, 99), get('ours too', 1_000, 30), get('native-map', 1_000, 10)];
  const [verdict, ...others] = judge(figures, [difference]);
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({ reached: 20, isMet: false });
  expect(verdict?.text).toBe(
    '20 ns more than native-map, goal at most 15 ns more than native-map: missed by 33 %',
  );
});

test('a limit that is just reached is met', () => {
  const figures = [get('statehouse', 1_000, 15), get('native-map', 1_000, 10)];
  expect(judge(figures, [ratio])[0]?.isMet).toBe(true);
});

test('a goal says nothing where its sizes, its figure or the other one are missing', () => {
  expect(judge([get('statehouse', 2_000, 30), get('native-map', 2_000, 10)], [ratio])).toEqual([]);
  expect(judge([get('statehouse', 1_000, 30)], [ratio])).toEqual([]);
  expect(judge([get('native-map', 1_000, 30)], [ratio])).toEqual([]);
});

test('the goals of the engine are held against a run', () => {
  const lines = verdictLines([get('statehouse', 1_000_000, 17), get('native-map', 1_000_000, 10)]);
  expect(lines).toEqual(['entities get at n=1000000: 1.7x native-map, goal at most 1.75x native-map: met']);
});

function get(impl: string, n: number, median: number): Measurement {
  return { bench: 'tables', case: 'entities', impl, metric: 'get', n, median, unit: 'ns', repeats: 1 };
}
