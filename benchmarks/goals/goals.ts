import type { Goal, Limit } from './goal.ts';

const SMALL = 100_000;
const MILLION = 1_000_000;
const TEN_MILLIONS = 10_000_000;

/** What the engine set out to reach; kept here so that every run is held against it. */
export const GOALS: readonly Goal[] = [
  table('get', 1, SMALL, times('native-map', 1.5)),
  table('get', SMALL + 1, MILLION, times('native-map', 1.75)),
  table('get', MILLION + 1, TEN_MILLIONS, times('native-map', 2)),
  table('update', 1, 1_000, times('native-map', 5)),
  table('update', 1_001, TEN_MILLIONS, times('native-map', 4)),
  table('update', 1, TEN_MILLIONS, times('immutable', 1)),
  table('batch-1000', 1, TEN_MILLIONS, times('native-map', 2)),
  table('load', 1, TEN_MILLIONS, times('immutable', 1)),
  table('bytes-per-entity', MILLION, MILLION, atMost(40)),
  table('bytes-per-entity-indexed', MILLION, MILLION, atMost(90)),
  table('longest-pause', 1, TEN_MILLIONS, atMost(50)),
];

function table(metric: string, from: number, to: number, limit: Limit): Goal {
  return { bench: 'tables', case: 'entities', metric, from, to, limit };
}

function times(to: string, ratio: number): Limit {
  return { kind: 'ratio', to, atMost: ratio };
}

function atMost(value: number): Limit {
  return { kind: 'absolute', atMost: value };
}
