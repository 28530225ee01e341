import { createHub, createPlainStore } from '@statehouse/hub';
import { cases, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observe } from '../observe.ts';
import type { AlertEvent } from './evaluate.ts';
import type { AlertRule } from './rule.ts';

const WINDOW_MS = 1_000;

/** One thing that happened. */
interface Happened {
  readonly atMs: number;
  readonly name: string;
  readonly takesMs: number;
  readonly isFailed: boolean;
}

const rules: readonly AlertRule[] = [
  { kind: 'rate', name: 'busy', of: { count: 'all' }, windowMs: 3_000, abovePerSecond: 2, resolveBelow: 1 },
  {
    kind: 'rate',
    name: 'failing b',
    of: { count: 'failures', name: 'b' },
    windowMs: 2_500,
    abovePerSecond: 0.5,
  },
  { kind: 'threshold', name: 'slow', of: { level: 'p90', windowMs: 4_000 }, above: 20, resolveBelow: 10 },
  {
    kind: 'burn-rate',
    name: 'burning',
    bad: { count: 'failures' },
    of: { count: 'all' },
    objective: 0.9,
    longMs: 8_000,
    shortMs: 2_000,
    above: 3,
  },
  {
    kind: 'burn-rate',
    name: 'dragging',
    bad: { count: 'slow', store: '' },
    of: { count: 'all', store: '' },
    objective: 0.75,
    longMs: 6_000,
    shortMs: 1_000,
    above: 2,
    resolveBelow: 1,
  },
];
const SLOW_MS = 25;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ waitMs: fc.nat(2_500) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constantFrom('a', 'b'),
      takesMs: fc.constantFrom(1, 5, 15, 24, 30, 60),
      isFailed: fc.boolean(),
    }),
  },
);

/** The events by looking at everything that ever happened, at each second anew. */
function eventsByHand(happened: readonly Happened[], fromMs: number, untilMs: number) {
  const events: Pick<AlertEvent, 'kind' | 'rule' | 'atMs'>[] = [];
  const firing = new Set<string>();
  for (let nowMs = Math.ceil((fromMs + 1) / WINDOW_MS) * WINDOW_MS; nowMs <= untilMs; nowMs += WINDOW_MS) {
    const past = happened.filter(({ atMs }) => atMs < nowMs);
    for (const rule of rules) {
      const value = valueByHand(rule, past, nowMs);
      const { above, below } = limitsByHand(rule);
      if (!firing.has(rule.name) && value > above) {
        firing.add(rule.name);
        events.push({ kind: 'fired', rule: rule.name, atMs: nowMs });
      } else if (firing.has(rule.name) && value < below) {
        firing.delete(rule.name);
        events.push({ kind: 'resolved', rule: rule.name, atMs: nowMs });
      }
    }
  }
  return events;
}

function limitsByHand(rule: AlertRule) {
  const above = rule.kind === 'rate' ? rule.abovePerSecond : rule.above;
  return { above, below: rule.resolveBelow ?? above * 0.9 };
}

/** What fell into the last stretch of whole seconds. */
function within(past: readonly Happened[], nowMs: number, overMs: number): readonly Happened[] {
  const fromMs = nowMs - Math.ceil(overMs / WINDOW_MS) * WINDOW_MS;
  return past.filter(({ atMs }) => atMs >= fromMs);
}

function valueByHand(rule: AlertRule, past: readonly Happened[], nowMs: number): number {
  if (rule.kind === 'rate') {
    const counted = within(past, nowMs, rule.windowMs).filter(
      ({ name, isFailed }) => rule.of.count === 'all' || (isFailed && name === 'b'),
    );
    return counted.length / Math.ceil(rule.windowMs / WINDOW_MS);
  }
  if (rule.kind === 'threshold') {
    const sorted = within(past, nowMs, 4_000)
      .filter(({ isFailed }) => !isFailed)
      .map(({ takesMs }) => takesMs)
      .sort((one, other) => one - other);
    return sorted[Math.max(1, Math.ceil(sorted.length * 0.9)) - 1] ?? 0;
  }
  const burn = (overMs: number) => {
    const all = within(past, nowMs, overMs);
    const isBad = ({ isFailed, takesMs }: Happened) =>
      rule.bad.count === 'failures' ? isFailed : takesMs > SLOW_MS;
    return all.length === 0 ? 0 : all.filter(isBad).length / all.length / (1 - rule.objective);
  };
  return Math.min(burn(rule.longMs), burn(rule.shortMs));
}

test('alerts begin and end when looking at everything anew says so', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), fc.nat(3_000), (steps, startMs) => {
      const time = new VirtualTime(startMs);
      const hub = createHub({ stopwatch: time, timers: time });
      const events: AlertEvent[] = [];
      const watch = observe(hub, {
        windowMs: WINDOW_MS,
        maxWindows: 9,
        slowMs: SLOW_MS,
        alerts: rules,
        onAlert: (event) => events.push(event),
        stopwatch: time,
        timers: time,
      });
      const happened: Happened[] = [];
      for (const one of steps) {
        if ('waitMs' in one) {
          time.advance(one.waitMs);
          continue;
        }
        const run = () => {
          time.advance(one.takesMs);
          if (one.isFailed) throw new Error('no');
        };
        try {
          watch.measure(one.name, run);
        } catch {
          // As planned.
        }
        happened.push({ ...one, atMs: time.nowMs() });
      }
      const expected = eventsByHand(happened, startMs, time.nowMs());
      expect(events.map(({ kind, rule, atMs }) => ({ kind, rule, atMs }))).toEqual(expected);
    }),
    cases(1_000),
  );
});

test('a level of sizes fires and ends', () => {
  const time = new VirtualTime(0);
  const hub = createHub({ stopwatch: time, timers: time });
  const store = createPlainStore<number, number>({ initial: 0, reduce: (_, input) => input });
  const rows = hub.add('rows', { ...store, stats: () => ({ entities: store.getState() }) });
  const events: AlertEvent[] = [];
  observe(hub, {
    windowMs: WINDOW_MS,
    alerts: [{ kind: 'threshold', name: 'many', of: { level: 'entities', store: 'rows' }, above: 100 }],
    onAlert: (event) => events.push(event),
    stopwatch: time,
    timers: time,
  });
  for (const count of [50, 101, 95, 91, 89, 10]) {
    rows.dispatch(count);
    time.advance(WINDOW_MS);
  }
  expect(events.map(({ kind, value }) => [kind, value])).toEqual([
    ['fired', 101],
    ['resolved', 89],
  ]);
});

test('a rule about one store is deaf to the others', () => {
  const time = new VirtualTime(0);
  const hub = createHub({ stopwatch: time, timers: time });
  const [quiet, loud] = ['quiet', 'loud'].map((name) =>
    hub.add(name, createPlainStore<number, number>({ initial: 0, reduce: (_, input) => input })),
  );
  const fired: string[] = [];
  const rate = { kind: 'rate', windowMs: WINDOW_MS, abovePerSecond: 2 } as const;
  observe(hub, {
    windowMs: WINDOW_MS,
    alerts: [
      { ...rate, name: 'quiet is busy', of: { count: 'all', store: 'quiet' } },
      { ...rate, name: 'loud is busy', of: { count: 'all', store: 'loud' } },
    ],
    onAlert: ({ rule }) => fired.push(rule),
    stopwatch: time,
    timers: time,
  });
  quiet?.dispatch(1);
  for (let at = 0; at < 3; at += 1) loud?.dispatch(at);
  time.advance(WINDOW_MS);
  expect(fired).toEqual(['loud is busy']);
});
