import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { Candidacy } from './candidacy.ts';
import { createVirtualTabs } from './virtual-tabs.ts';

/** Tabs that want one name. */
function createRace() {
  const time = new VirtualTime();
  const browser = createVirtualTabs({ timers: time, random: seededRandom(1), delayMs: () => 5 });
  const log: string[] = [];
  return {
    log,
    holder: () => browser.holderOf('name'),
    pass: () => time.advance(50),
    enter(name: string) {
      const tab = browser.open();
      if (tab.locks === undefined) throw new Error('virtual tabs have locks');
      const say = (what: string) => () => log.push(`${name} ${what}`);
      const listener = { onHeld: say('holds'), onLost: say('lost'), onFailed: say('failed') };
      return { tab, candidacy: new Candidacy(tab.locks, 'name', listener) };
    },
  };
}

test('who stands waits once, however often it says so, and hears nothing of what it has given up', () => {
  const race = createRace();
  const [one, two] = [race.enter('one'), race.enter('two')];
  one.candidacy.stand();
  race.pass();
  two.candidacy.stand();
  two.candidacy.stand();
  race.pass();
  two.candidacy.withdraw();
  one.candidacy.withdraw();
  race.pass();
  expect(race.log).toEqual(['one holds']);
  expect(race.holder()).toBeUndefined();
});

test('who gives way stands behind those who wait', () => {
  const race = createRace();
  const [one, two] = [race.enter('one'), race.enter('two')];
  one.candidacy.stand();
  race.pass();
  two.candidacy.stand();
  one.candidacy.withdraw();
  one.candidacy.stand();
  race.pass();
  expect(race.holder()).toBe(two.tab);
  two.candidacy.withdraw();
  race.pass();
  expect(race.log).toEqual(['one holds', 'two holds', 'one holds']);
});

test('who was robbed stands again', () => {
  const race = createRace();
  const [one, two] = [race.enter('one'), race.enter('two')];
  one.candidacy.stand();
  race.pass();
  two.candidacy.steal();
  race.pass();
  one.candidacy.stand();
  two.candidacy.withdraw();
  race.pass();
  expect(race.log).toEqual(['one holds', 'one lost', 'two holds', 'one holds']);
});

test('who was refused may stand again', async () => {
  let requests = 0;
  const failures: unknown[] = [];
  const candidacy = new Candidacy(
    {
      request(_, { onFailed }) {
        requests += 1;
        queueMicrotask(() => onFailed('no'));
        return () => {};
      },
    },
    'name',
    { onHeld() {}, onLost() {}, onFailed: (reason) => failures.push(reason) },
  );
  candidacy.stand();
  await Promise.resolve();
  candidacy.stand();
  await Promise.resolve();
  expect([requests, failures]).toEqual([2, ['no', 'no']]);
});
