import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import type { TabLocks } from '@statehouse/storage/tabs';
import { createVirtualTabs } from '@statehouse/storage/testing';
import { expect, test } from 'vitest';
import { Leadership } from './leadership.ts';

/** Tabs of which one leads. */
function createTabs() {
  const time = new VirtualTime();
  const browser = createVirtualTabs({ timers: time, random: seededRandom(1), delayMs: () => 5 });
  const log: string[] = [];
  return {
    log,
    time,
    open(name: string, locks: TabLocks | undefined = browser.open().locks) {
      const leadership = new Leadership({
        ...{ locks, lockName: 'lock', timers: time, retryMs: 1_000 },
        onLead: () => log.push(`${name} leads`),
        onLose: () => log.push(`${name} does not`),
        onProblem: (cause) => log.push(`${name}: ${String(cause)}`),
      });
      leadership.start();
      time.advance(50);
      return leadership;
    },
  };
}

test('who finds that another one has taken over gives the lock to the next, and waits behind it', () => {
  const { log, time, open } = createTabs();
  const [one, two] = [open('one'), open('two')];
  one.yieldTurn();
  time.advance(50);
  two.yieldTurn();
  time.advance(50);
  expect(log).toEqual(['one leads', 'one does not', 'two leads', 'two does not', 'one leads']);
});

test('who was robbed waits for the lock again', () => {
  const { log, time, open } = createTabs();
  const [, two] = [open('one'), open('two')];
  two.steal();
  time.advance(50);
  two.stop();
  time.advance(50);
  expect(log).toEqual(['one leads', 'one does not', 'two leads', 'two does not', 'one leads']);
});

test('who has stopped holds no lock and waits for none, whatever is found out late', () => {
  const { log, time, open } = createTabs();
  const [one, two] = [open('one'), open('two')];
  one.stop();
  one.yieldTurn();
  time.advance(50);
  expect(log.at(-1)).toBe('two leads');
  two.stop();
  time.advance(50);
  expect(log.filter((line) => line === 'one leads')).toHaveLength(1);
});

test('locks that are refused are told of and asked for again, until it is over', () => {
  const { log, time, open } = createTabs();
  let held: (() => void) | undefined;
  const refusing: TabLocks = {
    request(_, { onHeld, onFailed }) {
      time.after(0, () => (held === undefined ? onFailed('no') : onHeld(held)));
      return () => {};
    },
  };
  const tab = open('one', refusing);
  time.advance(1_000);
  expect(log).toEqual(['one: no', 'one: no']);
  held = () => {};
  time.advance(1_000);
  expect(log.at(-1)).toBe('one leads');
  tab.stop();
  held = undefined;
  const other = open('other', refusing);
  other.stop();
  expect(time.pending).toBe(0);
});
