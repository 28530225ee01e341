import { seededRandom } from '@statehouse/kernel/testing';
import type { EventSourceLike } from '@statehouse/rxjs';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import { expect, test } from 'vitest';
import type { BurstReport } from '../burst/burst-report.ts';
import { createDashboard } from './create-dashboard.ts';
import type { ServerPort } from './server-port.ts';

type Listener = Parameters<EventSourceLike['addEventListener']>[1];

/** A server that the test plays. */
class PlayedServer implements ServerPort {
  readonly opened: (string | undefined)[] = [];
  isDown = false;
  asked = 0;
  #listeners = new Map<string, Listener>();

  readonly openStream: ServerPort['openStream'] = (_url, lastEventId) => {
    this.opened.push(lastEventId);
    this.#listeners = new Map();
    const listeners = this.#listeners;
    return { addEventListener: (type, listener) => void listeners.set(type, listener), close: () => {} };
  };

  readonly ask: ServerPort['ask'] = async () => {
    this.asked += 1;
    if (this.isDown) throw new Error('down');
  };

  open(): void {
    this.#listeners.get('open')?.({});
  }

  break(): void {
    this.#listeners.get('error')?.({});
  }

  tell(run: string, number: number, submissions: number): void {
    const counters = { server_submissions: submissions };
    const reading = { run, number, atMs: number * 1_000, counters, gauges: {}, observations: {} };
    this.say(JSON.stringify(reading), `${run}-${number}`);
  }

  say(data: string, lastEventId = ''): void {
    this.#listeners.get('message')?.({ data, lastEventId });
  }
}

function open() {
  const scheduler = new VirtualTimeScheduler();
  const server = new PlayedServer();
  const frames$ = new Subject<{ readonly timestamp: number }>();
  let nowMs = 0;
  const dashboard = createDashboard({
    server,
    scheduler,
    random: seededRandom(1),
    frames$,
    // Each look at the watch is a fifth of a millisecond later.
    stopwatch: { nowMs: () => (nowMs += 0.2) },
  });
  const stop = dashboard.start();
  let atMs = 0;
  /** Lets time pass, and with it everything that is promised. */
  const pass = async (byMs: number) => {
    for (const end = atMs + byMs; atMs < end; ) {
      atMs = Math.min(end, atMs + 100);
      scheduler.schedule(() => {}, atMs - scheduler.now());
      scheduler.maxFrames = atMs;
      scheduler.flush();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    }
  };
  return { dashboard, server, frames$, stop, pass, state: () => dashboard.store.getState() };
}

test('a stream that breaks off is waited for, and goes on behind what was had', async () => {
  const { server, stop, pass, state } = open();
  server.open();
  server.tell('a', 0, 0);
  server.tell('a', 1, 4);
  expect(state().stream.kind).toBe('open');
  server.break();
  expect(state().stream).toMatchObject({ kind: 'waiting', failures: 1 });
  await pass(600);
  expect(server.opened).toEqual([undefined, 'a-1']);
  server.open();
  server.tell('a', 2, 10);
  expect(state().figures.points.map(({ values }) => values.submissions)).toEqual([null, 4, 6]);
  stop();
});

test('whoever does not want to wait is connected at once', async () => {
  const { dashboard, server, stop, pass, state } = open();
  for (let failure = 0; failure < 5; failure += 1) {
    server.break();
    await pass(100);
    dashboard.store.dispatch({ type: 'reconnectAsked' });
    expect(server.opened).toHaveLength(failure + 2);
  }
  expect(state().stream.kind).toBe('connecting');
  stop();
});

test('a message that cannot be read is counted, and takes nothing with it', () => {
  const { server, stop, state } = open();
  server.open();
  for (const data of ['{', '[]', '{"run":"a"}', '{"run":"a","number":0,"atMs":1,"counters":{"x":"y"}}'])
    server.say(data);
  server.tell('a', 0, 1);
  expect(state().unreadable).toBe(4);
  expect(state().figures.points).toHaveLength(1);
  stop();
});

test('a server that does not answer is spared after three failures, and asked again when it has had rest', async () => {
  const { server, stop, pass, state } = open();
  await pass(100);
  expect(state().health).toMatchObject({ newest: 'answered', circuit: { kind: 'closed', failures: 0 } });
  const good = state().health.lastGood;
  server.isDown = true;
  await pass(6_500);
  expect(state().health).toMatchObject({ failed: 3, circuit: { kind: 'open' }, lastGood: good });
  const { asked } = server;
  await pass(6_000);
  expect(server.asked).toBe(asked);
  expect(state().health.newest).toBe('spared');
  server.isDown = false;
  await pass(5_000);
  expect(state().health).toMatchObject({ newest: 'answered', circuit: { kind: 'closed', failures: 0 } });
  expect(state().health.lastGood?.atMs).toBeGreaterThan(good?.atMs ?? 0);
  stop();
});

test('ten thousand events pass through the store one by one, are shown once for each frame, and add up', () => {
  const { dashboard, frames$, stop } = open();
  const reports: BurstReport[] = [];
  const listening = dashboard.burst$.subscribe((report) => reports.push(report));
  dashboard.events.dispatch({ type: 'burstAsked', size: 10_000 });
  let timestamp = 0;
  while (dashboard.events.getState().counted < 10_000 && timestamp < 1e6) {
    timestamp += 16;
    frames$.next({ timestamp });
  }
  const last = reports.at(-1);
  expect(last?.isOver).toBe(true);
  expect(last?.state).toEqual({
    size: 10_000,
    counted: 10_000,
    bySensor: [2_500, 2_500, 2_500, 2_500],
    checksum: (10_000 * 10_001) / 2,
  });
  expect(last?.perFrame.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  expect(reports.length).toBeLessThanOrEqual(timestamp / 16 + 1);
  expect(last?.times.dropped).toBe(0);
  const series = dashboard.watch.report().series.find(({ store }) => store === 'events');
  expect(series?.count).toBeGreaterThanOrEqual(10_000);
  listening.unsubscribe();
  stop();
});

test('when it is stopped, nothing is asked or listened to any longer', async () => {
  const { dashboard, server, frames$, stop, pass } = open();
  await pass(100);
  dashboard.events.dispatch({ type: 'burstAsked', size: 10_000 });
  stop();
  const { asked } = server;
  await pass(20_000);
  expect([server.asked, server.opened.length, frames$.observed]).toEqual([asked, 1, false]);
});
