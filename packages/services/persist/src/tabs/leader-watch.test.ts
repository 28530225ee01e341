import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { LeaderWatch } from './leader-watch.ts';

function watched() {
  const time = new VirtualTime(1_000);
  const log: string[] = [];
  let isAsleep = false;
  const watch = new LeaderWatch({
    clock: time,
    // Timers of a tab that sleeps are late.
    timers: { after: (ms, run) => time.after(isAsleep ? 10_000 : ms, run) },
    pingMs: 100,
    patienceMs: 350,
    ping: () => log.push(`ping ${time.nowMs()}`),
    onSilent: () => log.push(`silent ${time.nowMs()}`),
  });
  const silences = () => log.filter((each) => each.startsWith('silent'));
  const sleep = (is: boolean) => {
    isAsleep = is;
  };
  return { time, watch, log, silences, sleep };
}

test('a leader is asked again and again, and found to be silent once in each time of patience', () => {
  const { time, log, silences } = watched();
  time.advance(1_000);
  expect(log.filter((each) => each.startsWith('ping'))).toHaveLength(10);
  expect(silences()).toEqual(['silent 1400', 'silent 1800']);
});

test('a leader that answers is not silent', () => {
  const { time, watch, silences } = watched();
  for (let at = 0; at < 20; at += 1) {
    time.advance(300);
    watch.heard();
  }
  expect(silences()).toEqual([]);
});

test('a tab that slept itself begins to wait when it wakes', () => {
  const { time, sleep, silences } = watched();
  sleep(true);
  time.advance(100);
  sleep(false);
  time.advance(10_300);
  expect(silences()).toEqual([]);
  time.advance(200);
  expect(silences()).toEqual(['silent 11500']);
});

test('a watch that is stopped asks no more', () => {
  const { time, watch, log } = watched();
  watch.stop();
  time.advance(1_000);
  expect([log, time.pending]).toEqual([[], 0]);
});
