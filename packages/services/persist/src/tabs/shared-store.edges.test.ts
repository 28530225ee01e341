import { createPlainStore } from '@statehouse/hub';
import { describe, expect, test } from 'vitest';
import { shareLeaderStore } from './leader-store.ts';
import type { ShareOptions } from './share-options.ts';
import { shareStore } from './shared-store.ts';
import { TabHouse, tick, wordStore } from './tab-house.fixture.ts';

function openIn(house: TabHouse, options: Partial<ShareOptions> = {}) {
  const opened = house.open(options);
  const store = wordStore();
  return { ...opened, store, shared: shareStore(store, opened.options) };
}

/** Hears what is said in a house. */
function overhear(house: TabHouse): readonly { readonly kind: unknown; readonly from: unknown }[] {
  const said: { readonly kind: unknown; readonly from: unknown }[] = [];
  house
    .open()
    .tab.openChannel?.('statehouse/house')
    .listen((message) => {
      if (typeof message === 'object' && message !== null && 'kind' in message && 'from' in message)
        said.push({ kind: message.kind, from: message.from });
    });
  return said;
}

describe('a tab that follows', () => {
  test('is told that a flush is done only when what it changed before is durable, though the leader changes', async () => {
    const wrong: string[] = [];
    let flushes = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const house = new TabHouse(seed);
      const leader = openIn(house);
      await house.pass(200);
      const others = [openIn(house), openIn(house)];
      await house.pass(200);
      leader.tab.freeze();
      while (others.every(({ shared }) => shared.status.role !== 'leader')) await tick(house);
      const follower = others.find(({ shared }) => shared.status.role !== 'leader');
      for (let at = 0; at < 40; at += 1) {
        const id = `word ${at}`;
        follower?.store.dispatch({ id, key: 'a' });
        follower?.shared.flush().then(
          () => {
            flushes += 1;
            if (![...house.durable.values()].join().includes(id)) wrong.push(`${seed}: ${id}`);
          },
          (error: unknown) => wrong.push(`${seed}: ${String(error)}`),
        );
        for (let turn = 0; turn < (seed % 4) + 1; turn += 1) await tick(house);
      }
      await house.pass(1_000);
    }
    expect(wrong).toEqual([]);
    expect(flushes).toBe(60 * 40);
  });

  test('asks once for what it has missed, however much is said meanwhile', async () => {
    const house = new TabHouse(1);
    const leader = openIn(house);
    await house.pass(200);
    const said = overhear(house);
    openIn(house);
    for (let at = 0; at < 30; at += 1) {
      leader.store.dispatch({ id: `w${at}`, key: 'a' });
      await tick(house);
    }
    await house.pass(60);
    expect(said.filter(({ kind }) => kind === 'change').length).toBe(30);
    expect(said.filter(({ kind }) => kind === 'hello').length).toBeLessThanOrEqual(2);
    expect(said.filter(({ kind }) => kind === 'welcome').length).toBeLessThanOrEqual(2);
  });

  test('and has what no leader has, does not leave it behind for a newer version', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const house = new TabHouse(seed);
      const leader = openIn(house);
      await house.pass(200);
      const follower = openIn(house);
      await house.pass(200);
      leader.tab.freeze();
      follower.store.dispatch({ id: 'unsaved', key: 'a' });
      await tick(house);
      const newer = openIn(house, {
        version: 2,
        migrations: [{ to: 2, up: (state: unknown) => state }],
        // It would lose patience before the older one does.
        patienceMs: 200,
      });
      await house.pass(3_000);
      expect(follower.shared.status).toMatchObject({
        phase: 'refused',
        problem: { code: 'persist/newer-tab' },
      });
      expect(newer.shared.status).toMatchObject({ role: 'leader', isSaved: true });
      expect(newer.store.getState().keys.a, `seed ${seed}`).toBe('unsaved');
    }
  });
});

test('an older tab whose storage hangs keeps a newer one waiting for a while only', async () => {
  const house = new TabHouse(1);
  let hangs = false;
  const opened = house.open();
  const { storage } = opened.options;
  const stuck = {
    ...storage,
    write: (...args: Parameters<typeof storage.write>) =>
      hangs ? new Promise<void>(() => {}) : storage.write(...args),
  };
  const store = wordStore();
  shareStore(store, { ...opened.options, storage: stuck });
  await house.pass(300);
  hangs = true;
  store.dispatch({ id: 'x', key: 'a' });
  const newer = openIn(house, { version: 2, migrations: [{ to: 2, up: (state: unknown) => state }] });
  await house.pass(5_000);
  expect(newer.shared.status).toMatchObject({ role: 'leader', phase: 'ready' });
});

describe('a tab that stops', () => {
  test('has written what it changed, whether it leads or follows', async () => {
    const house = new TabHouse(1);
    const [leader, follower] = [openIn(house), openIn(house)];
    await house.pass(300);
    for (const [at, { store, shared }] of [follower, leader].entries()) {
      store.dispatch({ id: `word ${at}`, key: `k${at}` });
      let isDurable: boolean | undefined;
      shared.stop().then(() => {
        isDurable = [...house.durable.values()].join().includes(`word ${at}`);
      });
      await house.pass(200);
      expect([isDurable, shared.status.phase]).toEqual([true, 'stopped']);
    }
  });

  test('leaves no question open, and waits no longer than its patience for a leader that hangs', async () => {
    const house = new TabHouse(1);
    const [leader, follower] = [openIn(house), openIn(house)];
    await house.pass(300);
    leader.tab.freeze();
    follower.store.dispatch({ id: 'x', key: 'a' });
    const refused = expect(follower.shared.flush()).rejects.toMatchObject({ code: 'persist/stopped' });
    const stopped = follower.shared.stop();
    await house.pass(450);
    await Promise.all([stopped, refused]);
    await expect(follower.shared.flush()).rejects.toMatchObject({ code: 'persist/stopped' });
  });
});

test('an answer to another tab is none to this one', async () => {
  const house = new TabHouse(1);
  const [leader, follower] = [openIn(house), openIn(house)];
  await house.pass(300);
  leader.tab.freeze();
  let isDone = false;
  follower.shared.flush().then(() => {
    isDone = true;
  });
  await tick(house);
  const stranger = house.open().tab.openChannel?.('statehouse/house');
  for (let number = 0; number < 5; number += 1)
    stranger?.post({
      statehouse: 'tabs',
      protocol: 1,
      version: 1,
      from: 'x',
      kind: 'answer',
      to: 'other',
      number,
    });
  await house.pass(60);
  expect(isDone).toBe(false);
});

test('a list is the one that was set last, as a whole, in every tab', async () => {
  const house = new TabHouse(1);
  const tabs = [0, 1].map(() => {
    const { options } = house.open();
    const store = createPlainStore<{ readonly list: readonly string[] }, string>({
      initial: { list: [] },
      reduce: ({ list }, id) => ({ list: [...list, id] }),
      nameOf: () => 'push',
    });
    return { store, shared: shareStore(store, options) };
  });
  await house.pass(300);
  const [leader, follower] = tabs;
  leader?.store.dispatch('first');
  follower?.store.dispatch('second');
  await house.pass(300);
  expect(tabs.map(({ store }) => store.getState().list)).toEqual([['second'], ['second']]);
});

describe('a tab that leads', () => {
  test('goes on, and gives way, though a listener throws', async () => {
    const house = new TabHouse(1);
    const [one, two] = [openIn(house), openIn(house)];
    const thrown: unknown[] = [];
    const pass = async (ms: number) => {
      for (let at = 0; at < ms; at += 1) await tick(house).catch((error: unknown) => thrown.push(error));
    };
    for (const { shared } of [one, two])
      shared.subscribe(() => {
        throw new Error('cannot listen');
      });
    await pass(300);
    one.store.dispatch({ id: 'x', key: 'a' });
    await pass(300);
    one.tab.freeze();
    await pass(2_000);
    one.tab.thaw();
    await pass(1_000);
    expect([one, two].map(({ shared }) => shared.status.isSaved)).toEqual([true, true]);
    expect([one, two].map(({ shared }) => shared.status.role).toSorted()).toEqual(['follower', 'leader']);
    expect(thrown.length).toBeGreaterThan(2);
  });

  test('and was told that it will be frozen stands in line again when it wakes', async () => {
    const house = new TabHouse(1);
    const one = openIn(house);
    await house.pass(200);
    one.tab.freeze({ notice: true });
    await house.pass(1_000);
    one.tab.thaw();
    // Long before anybody would be found to be silent.
    await house.pass(200);
    expect(one.shared.status).toMatchObject({ role: 'leader', phase: 'ready' });
  });

  test('leaves no timer when it stops, and none is left by those who follow', async () => {
    const house = new TabHouse(1);
    const tabs = [openIn(house), openIn(house), openIn(house, { version: 2, migrations: [] })];
    await house.pass(300);
    tabs[0]?.store.dispatch({ id: 'x', key: 'a' });
    const stopped = tabs.map(({ shared }) => shared.stop());
    await house.pass(1_000);
    await Promise.all(stopped);
    await house.pass(1_000);
    expect(house.time.pending).toBe(0);
  });
});

describe('a program that only the leader runs', () => {
  function brokenIn(house: TabHouse, acts: string[], { start = () => {}, stop = () => {} }) {
    const opened = house.open();
    const program = {
      initial: { done: 0 },
      start: (state: { readonly done: number }) => {
        start();
        const store = createPlainStore<{ readonly done: number }, string>({
          initial: state,
          reduce: ({ done }, id) => {
            acts.push(id);
            return { done: done + 1 };
          },
          nameOf: () => 'act',
        });
        return { store, stop };
      },
    };
    return { ...opened, shared: shareLeaderStore(program, opened.options) };
  }

  test('and that does not start, takes no input as done', async () => {
    const house = new TabHouse(1);
    const acts: string[] = [];
    const one = brokenIn(house, acts, {
      start: () => {
        throw new Error('it does not start');
      },
    });
    await house.pass(300);
    const refused = expect(one.shared.send('a')).rejects.toMatchObject({
      code: 'persist/input-failed',
      details: { problem: 'it does not start' },
    });
    await house.pass(300);
    await refused;
    expect(one.shared.status.problem).toMatchObject({ code: 'persist/program-failed' });
    expect(acts).toEqual([]);
  });

  test('and that does not end takes the lead from nobody', async () => {
    const house = new TabHouse(1);
    const acts: string[] = [];
    const [one, two] = [0, 1].map(() =>
      brokenIn(house, acts, {
        stop: () => {
          throw new Error('it does not end');
        },
      }),
    );
    await house.pass(300);
    one?.tab.freeze({ notice: true });
    await house.pass(300);
    one?.tab.thaw();
    const sent = two?.shared.send('a');
    await house.pass(300);
    await sent;
    expect([one, two].map((each) => each?.shared.status.role)).toEqual(['follower', 'leader']);
    expect(one?.shared.status.problem).toMatchObject({ code: 'persist/program-failed' });
    expect(acts).toEqual(['a']);
  });
});

test('a leader that is awake is not supplanted, however impatient the others are said to be', async () => {
  const house = new TabHouse(3);
  const impatient = { pingMs: 500, patienceMs: 100 };
  const leader = openIn(house, impatient);
  await house.pass(200);
  openIn(house, impatient);
  await house.pass(200);
  const roles = new Set<string>();
  await house.pass(5_000, () => roles.add(leader.shared.status.role));
  expect([...roles]).toEqual(['leader']);
});
