import { VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { Wakefulness } from './wakefulness.ts';

function leader() {
  const time = new VirtualTime(1_000);
  const log: string[] = [];
  const asked: PromiseWithResolvers<boolean>[] = [];
  const wakefulness = new Wakefulness(
    time,
    200,
    () => {
      log.push('asks');
      const answer = Promise.withResolvers<boolean>();
      asked.push(answer);
      return answer.promise;
    },
    () => log.push('has lost'),
  );
  const run = (name: string) => wakefulness.whenSure(() => log.push(name));
  const answer = async (isHeld: boolean | Error) => {
    const question = asked.shift();
    if (isHeld instanceof Error) question?.reject(isHeld);
    else question?.resolve(isHeld);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { time, log, wakefulness, run, answer };
}

test('a leader that is awake runs at once', () => {
  const { time, log, wakefulness, run } = leader();
  run('a');
  time.advance(200);
  run('b');
  for (let at = 0; at < 5; at += 1) {
    time.advance(150);
    wakefulness.awake();
  }
  run('c');
  expect(log).toEqual(['a', 'b', 'c']);
});

test('one that slept asks first, and what comes meanwhile waits behind', async () => {
  const { time, log, run, answer } = leader();
  time.advance(201);
  run('a');
  run('b');
  expect(log).toEqual(['asks']);
  await answer(true);
  run('c');
  expect(log).toEqual(['asks', 'a', 'b', 'c']);
});

test('one that slept again while it asked asks again', async () => {
  const { time, log, run, answer } = leader();
  time.advance(201);
  run('a');
  time.advance(201);
  await answer(true);
  expect(log).toEqual(['asks', 'asks']);
  run('b');
  await answer(true);
  expect(log).toEqual(['asks', 'asks', 'a', 'b']);
});

test.each([false, new Error('no storage')])(
  'one that leads no more (%s) runs nothing of it',
  async (isHeld) => {
    const { time, log, run, answer } = leader();
    time.advance(201);
    run('a');
    await answer(isHeld);
    expect(log).toEqual(['asks', 'has lost']);
  },
);
