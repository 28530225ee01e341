import { createPlainStore } from '@statehouse/hub';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { shareLeaderStore } from './leader-store.ts';
import type { ShareOptions } from './share-options.ts';
import { shareStore } from './shared-store.ts';
import { counted, TabHouse, wordStore } from './tab-house.fixture.ts';

function openIn(house: TabHouse, options: Partial<ShareOptions> = {}) {
  const opened = house.open(options);
  const { storage, count } = counted(opened.options.storage);
  const store = wordStore();
  const shared = shareStore(store, { ...opened.options, storage });
  return { ...opened, store, shared, writes: count };
}

/** A house with some tabs, of which the first leads. */
async function houseOf(tabs: number) {
  const house = new TabHouse(1);
  const opened = [openIn(house)];
  await house.pass(200);
  for (let at = 1; at < tabs; at += 1) opened.push(openIn(house));
  await house.pass(200);
  const [leader, follower = leader] = opened;
  if (leader === undefined || follower === undefined) throw new Error('no tabs');
  return { house, leader, follower, opened };
}

const add = (id: string, key = 'a') => ({ id, key });

describe('a store that tabs share', () => {
  test('is the same in all of them, and one alone writes it', async () => {
    const { house, opened } = await houseOf(3);
    const before = opened.map(({ writes }) => writes());
    for (const [at, { store }] of opened.entries()) store.dispatch(add(`from ${at}`, `k${at}`));
    await house.pass(300);
    const expected = {
      keys: { k0: 'from 0', k1: 'from 1', k2: 'from 2' },
      log: { 'from 0': true, 'from 1': true, 'from 2': true },
    };
    for (const { store, shared } of opened) {
      expect(store.getState()).toEqual(expected);
      expect(shared.status).toMatchObject({ phase: 'ready', isSaved: true });
    }
    expect(opened.map(({ shared }) => shared.status.role)).toEqual(['leader', 'follower', 'follower']);
    expect(opened.map(({ writes }, at) => writes() > (before[at] ?? 0))).toEqual([true, false, false]);
  });

  test('shows a change at once where it is made, and claims that it is saved only when it is', async () => {
    const { house, follower } = await houseOf(2);
    follower.store.dispatch(add('x'));
    expect(follower.store.getState().keys.a).toBe('x');
    expect(follower.shared.status.isSaved).toBe(false);
    await house.pass(50);
    expect(follower.shared.status.isSaved).toBe(false);
    await house.pass(200);
    expect(follower.shared.status.isSaved).toBe(true);
    expect([...house.durable.values()].join()).toContain('x');
  });

  test('of two changes at one path holds the one that the leader heard later, in every tab', async () => {
    const { house, opened, leader, follower } = await houseOf(3);
    follower.store.dispatch(add('first'));
    await house.pass(100);
    leader.store.dispatch(add('second'));
    follower.store.dispatch(add('third'));
    await house.pass(300);
    expect(opened.map(({ store }) => store.getState().keys.a)).toEqual(['third', 'third', 'third']);
  });

  test('keeps what did not change the same object', async () => {
    const { house, leader, follower } = await houseOf(2);
    leader.store.dispatch(add('x'));
    await house.pass(200);
    const { keys } = follower.store.getState();
    const state = follower.store.getState();
    leader.store.restore({ ...leader.store.getState(), log: {} });
    await house.pass(200);
    expect(follower.store.getState()).not.toBe(state);
    expect(follower.store.getState().keys).toBe(keys);
    expect(follower.store.getState().log).toEqual({});
  });

  test('leaves what is not selected to each tab', async () => {
    const house = new TabHouse(2);
    const [one, other] = [openIn(house, { select: ['keys'] }), openIn(house, { select: ['keys'] })];
    await house.pass(300);
    one.store.dispatch(add('x'));
    other.store.dispatch(add('y', 'b'));
    await house.pass(300);
    expect(one.store.getState()).toEqual({ keys: { a: 'x', b: 'y' }, log: { x: true } });
    expect(other.store.getState()).toEqual({ keys: { a: 'x', b: 'y' }, log: { y: true } });
    one.store.restore({ keys: {}, log: { mine: true } });
    await house.pass(300);
    expect(other.store.getState()).toEqual({ keys: {}, log: { y: true } });
  });

  test('can be flushed and deleted from any tab', async () => {
    const { house, follower, leader } = await houseOf(2);
    follower.store.dispatch(add('secret'));
    const flushed = follower.shared.flush();
    await house.pass(60);
    await flushed;
    expect([...house.durable.values()].join()).toContain('secret');
    const purged = follower.shared.purge();
    await house.pass(100);
    await purged;
    expect([...house.durable.values()].join()).not.toContain('secret');
    expect([leader.shared.status.isSaved, follower.shared.status.isSaved]).toEqual([false, false]);
  });

  test('shows in every tab that the storage is full', async () => {
    const { house, follower } = await houseOf(2);
    house.fault = 'quota';
    follower.store.dispatch(add('x'));
    const flushed = follower.shared.flush();
    const refused = expect(flushed).rejects.toMatchObject({ code: 'persist/leader-failed' });
    await house.pass(200);
    await refused;
    expect(follower.shared.status).toMatchObject({
      phase: 'failing',
      isSaved: false,
      problem: { code: 'storage/quota' },
    });
    house.fault = undefined;
    await house.pass(10_000);
    expect(follower.shared.status).toEqual({
      phase: 'ready',
      isSaved: true,
      role: 'follower',
      otherVersions: [],
    });
  });
});

describe('a leader that goes', () => {
  test('is followed by another tab, and what it had not written is not lost', async () => {
    const { house, leader, follower } = await houseOf(3);
    leader.store.dispatch(add('unwritten'));
    follower.store.dispatch(add('sent', 'b'));
    await house.pass(30);
    leader.die();
    await house.pass(1_000);
    expect(follower.store.getState().keys).toEqual({ a: 'unwritten', b: 'sent' });
    expect(follower.shared.status.isSaved).toBe(true);
    expect([...house.durable.values()].join()).toContain('unwritten');
  });

  test('and is only frozen, writes nothing when it wakes, and sends what it had not written', async () => {
    const { house, leader, follower } = await houseOf(3);
    leader.store.dispatch(add('by the leader'));
    leader.tab.freeze();
    follower.store.dispatch(add('meanwhile'));
    await house.pass(3_000);
    expect(follower.shared.status).toMatchObject({ isSaved: true });
    const durable = new Map(house.durable);
    leader.tab.thaw();
    await house.pass(40);
    expect(new Map(house.durable)).toEqual(durable);
    await house.pass(1_000);
    expect(leader.shared.status).toMatchObject({ role: 'follower', isSaved: true });
    expect(follower.store.getState().log).toEqual({ 'by the leader': true, meanwhile: true });
    expect(leader.store.getState()).toEqual(follower.store.getState());
  });

  test('and is told that it will be frozen, gives way at once', async () => {
    const { house, leader, follower } = await houseOf(2);
    leader.tab.freeze({ notice: true });
    await house.pass(200);
    expect(follower.shared.status.role).toBe('leader');
  });

  test('is not supplanted by a tab that slept itself', async () => {
    const { house, leader, follower } = await houseOf(2);
    follower.tab.freeze();
    await house.pass(5_000);
    follower.tab.thaw();
    await house.pass(2_000);
    expect([leader.shared.status.role, follower.shared.status.role]).toEqual(['leader', 'follower']);
  });
});

describe('a tab that cannot take part', () => {
  test('works alone where there are no locks, says so, and never writes over one that came later', async () => {
    const house = new TabHouse(3);
    const tabs = { locks: undefined, openChannel: undefined };
    const one = openIn(house, { tabs });
    await house.pass(200);
    expect(one.shared.status).toMatchObject({
      role: 'alone',
      phase: 'ready',
      isSaved: true,
      problem: { code: 'persist/no-locks' },
    });
    one.store.dispatch(add('first'));
    await house.pass(200);
    const later = openIn(house, { tabs });
    await house.pass(200);
    expect(later.store.getState().keys.a).toBe('first');
    later.store.dispatch(add('later'));
    await house.pass(200);
    one.store.dispatch(add('too late'));
    await house.pass(200);
    expect(one.shared.status).toMatchObject({ phase: 'refused', problem: { code: 'persist/superseded' } });
    expect([...house.durable.values()].join()).not.toContain('too late');
  });

  test('gives way to a newer version, which takes over what it wrote', async () => {
    const { house, leader, follower } = await houseOf(2);
    leader.store.dispatch(add('old'));
    const migrations = [{ to: 2, up: (state: unknown) => ({ ...Object(state), isNew: true }) }];
    const newer = openIn(house, { version: 2, migrations });
    await house.pass(2_000);
    for (const { shared } of [leader, follower])
      expect(shared.status).toMatchObject({ phase: 'refused', problem: { code: 'persist/newer-tab' } });
    expect(newer.shared.status).toMatchObject({ role: 'leader', isSaved: true, otherVersions: [1] });
    expect(newer.store.getState()).toEqual({ keys: { a: 'old' }, log: { old: true }, isNew: true });
  });

  test('is older, and says so instead of overwriting', async () => {
    const house = new TabHouse(4);
    const newer = openIn(house, { version: 2, migrations: [{ to: 2, up: (state: unknown) => state }] });
    await house.pass(200);
    newer.store.dispatch(add('new'));
    const older = openIn(house);
    await house.pass(1_000);
    expect(older.shared.status).toMatchObject({ phase: 'refused', problem: { code: 'persist/newer-tab' } });
    expect(newer.shared.status).toMatchObject({ role: 'leader', isSaved: true, otherVersions: [1] });
    await expect(older.shared.restored).rejects.toMatchObject({ code: 'persist/newer-tab' });
  });

  test.each([
    ['a text', 'hello'],
    ['nothing', null],
    ['another library', { type: 'leader', id: 1 }],
    ['no sender', { statehouse: 'tabs', protocol: 1, version: 1, kind: 'hello' }],
    ['no kind', { statehouse: 'tabs', protocol: 1, version: 1, from: 'x', kind: 'dance' }],
    [
      'half a welcome',
      { statehouse: 'tabs', protocol: 1, version: 1, from: 'x', kind: 'welcome', epoch: 99 },
    ],
    [
      'a change that is none',
      { statehouse: 'tabs', protocol: 1, version: 1, from: 'x', kind: 'submit', epoch: 1, submissions: [{}] },
    ],
    [
      'an unknown tag',
      {
        statehouse: 'tabs',
        protocol: 1,
        version: 1,
        from: 'x',
        kind: 'submit',
        epoch: 1,
        submissions: [
          { tab: 'x', sequence: 1, differences: [[['keys'], 'set', { $tag: 'money', $value: 1 }]] },
        ],
      },
    ],
  ])('%s on the channel is told and changes nothing', async (_, message) => {
    const { house, leader, follower } = await houseOf(2);
    const before = leader.store.getState();
    const stranger = house.open().tab.openChannel?.('statehouse/house');
    stranger?.post(message);
    await house.pass(100);
    for (const { shared, store } of [leader, follower]) {
      expect(shared.status).toMatchObject({ phase: 'ready', problem: { code: 'persist/tab-message' } });
      expect(store.getState()).toBe(store === leader.store ? before : store.getState());
    }
    follower.store.dispatch(add('goes on'));
    await house.pass(200);
    expect(leader.store.getState().keys.a).toBe('goes on');
  });
});

describe('a store that the leader runs', () => {
  function counterIn(house: TabHouse, starts: string[], name: string) {
    const opened = house.open();
    const program = {
      initial: { count: 0 },
      start: (state: { readonly count: number }) => {
        starts.push(name);
        const store = createPlainStore<{ readonly count: number }, number>({
          initial: state,
          reduce: ({ count }, by) => {
            if (by === 0) throw new Error('nothing to add');
            return { count: count + by };
          },
          nameOf: () => 'add',
        });
        return { store, stop: () => starts.push(`${name} stopped`) };
      },
    };
    return { ...opened, shared: shareLeaderStore(program, opened.options) };
  }

  test('runs in one tab, hears all of them, and goes on in another', async () => {
    const house = new TabHouse(5);
    const starts: string[] = [];
    const one = counterIn(house, starts, 'one');
    await house.pass(200);
    const two = counterIn(house, starts, 'two');
    await house.pass(200);
    const sent = [one.shared.send(1), two.shared.send(2)];
    await house.pass(100);
    await Promise.all(sent);
    expect([one.shared.store.getState(), two.shared.store.getState()]).toEqual([{ count: 3 }, { count: 3 }]);
    expect(starts).toEqual(['one']);
    one.tab.freeze({ notice: true });
    const later = two.shared.send(4);
    await house.pass(500);
    await later;
    expect(starts).toEqual(['one', 'one stopped', 'two']);
    expect(two.shared.store.getState()).toEqual({ count: 7 });
    one.tab.thaw();
    await house.pass(500);
    expect(one.shared.store.getState()).toEqual({ count: 7 });
  });

  test('tells the sender what it threw', async () => {
    const house = new TabHouse(6);
    const [one, two] = [counterIn(house, [], 'one'), counterIn(house, [], 'two')];
    await house.pass(400);
    const refusals = [one, two].map(({ shared }) =>
      expect(shared.send(0)).rejects.toMatchObject({
        code: 'persist/input-failed',
        details: { problem: 'nothing to add' },
      }),
    );
    await house.pass(200);
    await Promise.all(refusals);
    expect(one.shared.store.getState()).toEqual({ count: 0 });
  });
});

test('a store that cannot be put back to a state is refused', () => {
  const { options } = new TabHouse(7).open({ storage: createMemoryKeyValueStore() });
  const store = wordStore();
  expect(() => shareStore({ getState: store.getState, subscribe: store.subscribe }, options)).toThrowError(
    expect.objectContaining({ code: 'persist/not-restorable' }),
  );
});
