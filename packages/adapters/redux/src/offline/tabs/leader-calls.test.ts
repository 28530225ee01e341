import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { LeaderCalls } from './leader-calls.ts';
import type { TabMessage } from './tab-message.ts';

/** A tab that calls whoever leads. */
function createCaller() {
  const time = new VirtualTime();
  const posted: TabMessage[] = [];
  let silences = 0;
  const calls = new LeaderCalls({
    ...{ timers: time, random: seededRandom(1), patienceMs: 1_000 },
    post: (message) => posted.push(message),
    onSilence: () => {
      silences += 1;
    },
  });
  const nameOf = (message: TabMessage | undefined) => (message?.kind === 'command' ? message.call : '');
  return { time, posted, calls, nameOf, silences: () => silences };
}

test('a call that is answered is over: no silence is told of it', async () => {
  const { time, posted, calls, nameOf, silences } = createCaller();
  const asking = calls.ask({ kind: 'remove', id: 'a' });
  calls.answer(nameOf(posted[0]), 'gone');
  expect(await asking).toBe('gone');
  time.advance(5_000);
  expect([silences(), posted.length]).toEqual([0, 1]);
});

test('a call that nobody answers is asked again, under its name, and its silence told each time', () => {
  const { time, posted, calls, silences } = createCaller();
  void calls.ask({ kind: 'look' });
  time.advance(2_500);
  expect(silences()).toBe(2);
  expect(posted).toEqual([posted[0], posted[0], posted[0]]);
});

test('a new leader is asked at once what the old one has not answered', () => {
  const { posted, calls } = createCaller();
  void calls.ask({ kind: 'remove', id: 'a' });
  calls.askAgain();
  expect(posted).toEqual([posted[0], posted[0]]);
});

test('who leads himself does what he has asked for', async () => {
  const { posted, calls } = createCaller();
  const asking = calls.ask({ kind: 'remove', id: 'a' });
  calls.takeOver(async ({ kind }) => (kind === 'remove' ? 'done' : 'gone'));
  expect(await asking).toBe('done');
  calls.askAgain();
  expect(posted).toHaveLength(1);
});

test('after the end nobody is asked', () => {
  const { time, posted, calls } = createCaller();
  void calls.ask({ kind: 'look' });
  calls.end();
  void calls.ask({ kind: 'look' });
  expect([time.pending, posted.length]).toEqual([0, 1]);
});
