import { createPlainStore } from '@statehouse/hub';
import { describe, expect, test } from 'vitest';
import { readApplied } from './fence.ts';
import { shareLeaderStore } from './leader-store.ts';
import { shareStore } from './shared-store.ts';
import { counted, TabHouse, tick, wordStore } from './tab-house.fixture.ts';

function openIn(house: TabHouse) {
  const opened = house.open();
  const { storage, count } = counted(opened.options.storage);
  const store = wordStore();
  return { ...opened, store, writes: count, shared: shareStore(store, { ...opened.options, storage }) };
}

describe('what is durable of a change', () => {
  test('says whose it was, and costs nothing when there is nothing new', async () => {
    const house = new TabHouse(1);
    const [leader] = [openIn(house), openIn(house)];
    await house.pass(300);
    for (const id of ['a', 'b', 'c']) leader?.store.dispatch({ id, key: 'k' });
    await house.pass(300);
    expect([...readApplied(house.durable.get('house/tabs')).values()]).toEqual([3]);
    const before = leader?.writes();
    const flushed = leader?.shared.flush();
    await house.pass(100);
    await flushed;
    expect(leader?.writes()).toBe(before);
  });

  test('is not done over a later one when its tab sends it again to the next leader', async () => {
    let lost = 0;
    for (let seed = 0; seed < 30; seed += 1) {
      const house = new TabHouse(seed, { losesLastWords: true, maxDelayMs: 200 });
      const leader = openIn(house);
      await house.pass(500);
      const follower = openIn(house);
      await house.pass(1_000);
      follower.store.dispatch({ id: 'earlier', key: 'k' });
      while (leader.store.getState().keys.k !== 'earlier') await house.pass(10);
      leader.store.dispatch({ id: 'later', key: 'k' });
      leader.shared.flush();
      await house.pass(50);
      leader.die();
      if (!follower.shared.status.isSaved && [...house.durable.values()].join().includes('later')) lost += 1;
      await house.pass(3_000);
      expect(follower.store.getState(), `seed ${seed}`).toEqual({
        keys: { k: 'later' },
        log: { earlier: true, later: true },
      });
    }
    expect(lost).toBeGreaterThan(5);
  });
});

/** A program that counts what it has done. */
function counter(acts: string[]) {
  return {
    initial: { done: 0 },
    start: (state: { readonly done: number }) => ({
      store: createPlainStore<{ readonly done: number }, string>({
        initial: state,
        reduce: ({ done }, id) => {
          acts.push(id);
          return { done: done + 1 };
        },
        nameOf: () => 'act',
      }),
    }),
  };
}

/** Two tabs of a slow house, of which one leads; the other has sent an input on which that has acted just now. */
async function justActed(seed: number) {
  const house = new TabHouse(seed, { losesLastWords: true, maxDelayMs: 200 });
  const acts: string[] = [];
  const opened = [];
  for (let at = 0; at < 2; at += 1) {
    const tab = house.open();
    opened.push({ ...tab, shared: shareLeaderStore(counter(acts), tab.options) });
    await house.pass(1_000);
  }
  const [leader, sender] = [opened[0], opened.at(-1)];
  if (leader === undefined || sender === undefined) throw new Error('no tabs');
  let isTaken = false;
  const taken = () => isTaken;
  sender.shared.send('charge the card').then(() => {
    isTaken = true;
  });
  while (acts.length === 0) await house.pass(10);
  return { house, acts, leader, sender, taken };
}

describe('what a leader did last', () => {
  test('is not done again by the next one if it is durable, though nobody has heard of it', async () => {
    let unheard = 0;
    for (let seed = 0; seed < 30; seed += 1) {
      const { house, acts, leader, sender, taken } = await justActed(seed);
      await house.pass(50);
      leader.die();
      if (!taken()) unheard += 1;
      await house.pass(3_000);
      expect([acts, taken()], `seed ${seed}`).toEqual([['charge the card'], true]);
      expect(sender.shared.store.getState()).toEqual({ done: 1 });
    }
    expect(unheard).toBeGreaterThan(5);
  });
});

test('a tab that gives up the lead while it asks whether it has it does not start the program', async () => {
  for (let turns = 0; turns < 40; turns += 1) {
    const house = new TabHouse(turns);
    const { tab, options } = house.open();
    let running = 0;
    const { start } = counter([]);
    const program = {
      initial: { done: 0 },
      start: (state: { readonly done: number }) => {
        running += 1;
        return {
          ...start(state),
          stop: () => {
            running -= 1;
          },
        };
      },
    };
    const shared = shareLeaderStore(program, options);
    while (shared.status.phase !== 'ready') await tick(house);
    tab.freeze();
    await house.pass(300);
    tab.thaw();
    for (let turn = 0; turn < turns; turn += 1) await tick(house);
    tab.freeze({ notice: true });
    tab.thaw();
    await tick(house);
    if (shared.status.role !== 'leader') expect(running, `after ${turns}`).toBe(0);
    await house.pass(2_000);
    expect([shared.status.role, running], `after ${turns}`).toEqual(['leader', 1]);
  }
});

describe('a storage that gives nothing', () => {
  test('is asked again every half minute at least, and led when it does', async () => {
    const house = new TabHouse(1);
    house.isUnreadable = true;
    const one = openIn(house);
    await house.pass(300);
    expect(one.shared.status).toMatchObject({ role: 'leader', phase: 'failing', isSaved: false });
    await house.pass(200_000);
    house.isUnreadable = false;
    await house.pass(31_000);
    expect(one.shared.status).toMatchObject({ role: 'leader', phase: 'ready', isSaved: true });
  });

  test('is not claimed any more by a tab that has given up the lead', async () => {
    const house = new TabHouse(1);
    house.isUnreadable = true;
    const one = openIn(house);
    await house.pass(300);
    const two = openIn(house);
    await house.pass(300);
    expect(one.shared.status.role).toBe('leader');
    one.tab.freeze({ notice: true });
    house.isUnreadable = false;
    await house.pass(200);
    const claim = house.durable.get('house/leader');
    expect([claim === undefined, two.shared.status.role]).toEqual([false, 'leader']);
    one.tab.thaw();
    await house.pass(5_000);
    expect(house.durable.get('house/leader')).toBe(claim);
    expect(two.shared.status.isSaved).toBe(true);
  });
});
