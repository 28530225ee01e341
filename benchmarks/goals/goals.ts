import type { Goal, Limit } from './goal.ts';

const SMALL = 100_000;
const MILLION = 1_000_000;
const TEN_MILLIONS = 10_000_000;
/** On a hub with plugins that are asked before each change and measure it after. */
const MEASURED = 'statehouse+journal+metrics';

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
  query('indexed-first-50', 'p99', atMost(1_000)),
  query('live-update', 'per-change', atMost(50)),
  query('diff-1000', 'per-diff', atMost(5)),
  query('travel', 'per-jump', atMost(1_000)),
  query('scan', 'per-scan', atMost(1_000)),
  {
    bench: 'queries',
    case: 'live-join',
    metric: 'per-change',
    from: MILLION,
    to: MILLION,
    limit: times('tanstack-db', 0.1),
  },
  selector('post-details-100', 'total', atMost(5)),
  selector('chat-channel', 'total', atMost(1)),
  selector('state-update-1000', 'one', atMost(0.1)),
  selector('state-update-1000', 'all', atMost(2)),
  selector('memory', 'growth-10000', atMost(4_000_000)),
  // A million transactions in a row leave nothing behind: less than one byte each is what the heap moves by itself.
  selector('memory', 'growth-after-updates', atMost(1_000_000)),
  hub('redux-dispatch', 'per-change', moreThan('plain', 1)),
  hub('redux-dispatch', 'per-change', moreThan('plain', 3), MEASURED),
  hub('redux-100-subscribers', 'p99', atMost(1_000), MEASURED),
  // Less than a byte for each of a million actions.
  hub('redux-long-run', 'growth', atMost(1_000_000), MEASURED),
  hub('xstate-event', 'per-change', times('plain', 1.05)),
  hub('xstate-long-run', 'growth', atMost(1_000_000), MEASURED),
];

function hub(name: string, metric: string, limit: Limit, impl?: string): Goal {
  return { bench: 'hub', case: name, metric, from: 1, to: MILLION, limit, ...(impl && { impl }) };
}

function query(name: string, metric: string, limit: Limit): Goal {
  return { bench: 'queries', case: name, metric, from: 1, to: TEN_MILLIONS, limit };
}

function selector(name: string, metric: string, limit: Limit): Goal {
  return { bench: 'selectors', case: name, metric, from: 1, to: TEN_MILLIONS, limit };
}

function table(metric: string, from: number, to: number, limit: Limit): Goal {
  return { bench: 'tables', case: 'entities', metric, from, to, limit };
}

function times(to: string, ratio: number): Limit {
  return { kind: 'ratio', to, atMost: ratio };
}

function moreThan(to: string, value: number): Limit {
  return { kind: 'difference', to, atMost: value };
}

function atMost(value: number): Limit {
  return { kind: 'absolute', atMost: value };
}
