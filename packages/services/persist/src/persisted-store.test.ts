import { createPlainStore } from '@statehouse/hub';
import { isStatehouseError } from '@statehouse/kernel';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import type { PersistOptions } from './persist-options.ts';
import type { PersistStatus } from './persist-status.ts';
import { persistStore } from './persisted-store.ts';

interface State {
  readonly cart: { readonly lines: readonly string[]; readonly note: string };
  readonly page: number;
}

const EMPTY: State = { cart: { lines: [], note: '' }, page: 1 };

function shop(initial: State = EMPTY) {
  return createPlainStore<State, Partial<State['cart']> & { readonly page?: number }>({
    initial,
    reduce: (state, { page = state.page, ...cart }) => ({ page, cart: { ...state.cart, ...cart } }),
    nameOf: () => 'change',
  });
}

/** A device, and programs that are started on it one after the other. */
function device() {
  const contents = new Map<string, string>();
  const time = new VirtualTime(1_000);
  const start = async (options: Partial<PersistOptions> = {}) => {
    const store = shop();
    const storage = createMemoryKeyValueStore(contents);
    const kept = persistStore(store, { storage, key: 'shop', clock: time, timers: time, ...options });
    await kept.restored;
    return { store, kept };
  };
  return { contents, time, start };
}

async function settled(time: VirtualTime, ms: number): Promise<void> {
  time.advance(ms);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

describe('a store that is kept', () => {
  test('is as it was when the program is started again', async () => {
    const { start, time } = device();
    const { store, kept } = await start();
    store.dispatch({ lines: ['tea', 'milk'], page: 3 });
    expect(kept.status).toEqual({ phase: 'ready', isSaved: false });
    await settled(time, 200);
    expect(kept.status).toEqual({ phase: 'ready', isSaved: true });
    store.dispatch({ lines: ['tea', 'milk', 'honey'] });
    await kept.flush();
    const again = await start();
    expect(again.store.getState()).toEqual({ cart: { lines: ['tea', 'milk', 'honey'], note: '' }, page: 3 });
    expect(again.kept.status.isSaved).toBe(false);
    await again.kept.flush();
    expect(again.kept.status.isSaved).toBe(true);
  });

  test('writes what changed, not all of it', async () => {
    const { contents, start } = device();
    const { store, kept } = await start();
    store.dispatch({ lines: Array.from({ length: 1_000 }, (_, at) => `line ${at}`) });
    await kept.flush();
    store.dispatch({ note: 'By the door, please.' });
    await kept.flush();
    const records = [...contents].filter(([key]) => key.includes('/log/'));
    expect(records.map(([, value]) => value.slice(9))).toEqual([
      '{"savedAtMs":1000,"differences":[[["cart","note"],"set","By the door, please."]]}',
    ]);
  });

  test('writes a snapshot in the place of a long log, and deletes what is older', async () => {
    const { contents, start } = device();
    const { store, kept } = await start({ maxRecords: 5 });
    for (let page = 2; page < 20; page += 1) {
      store.dispatch({ page });
      await kept.flush();
    }
    expect(contents.size).toBeLessThan(10);
    expect((await start()).store.getState().page).toBe(19);
  });

  test('keeps the selected parts alone, and puts them into what the program begins with', async () => {
    const { start } = device();
    const { store, kept } = await start({ select: ['cart.lines'] });
    store.dispatch({ lines: ['tea'], note: 'secret', page: 9 });
    await kept.flush();
    expect((await start({ select: ['cart.lines'] })).store.getState()).toEqual({
      cart: { lines: ['tea'], note: '' },
      page: 1,
    });
  });

  test('pauses and goes on, and is deleted when it is asked to', async () => {
    const { contents, time, start } = device();
    const { store, kept } = await start();
    await kept.flush();
    const before = contents.size;
    kept.pause();
    store.dispatch({ page: 5 });
    await settled(time, 10_000);
    expect([contents.size, kept.status]).toEqual([before, { phase: 'paused', isSaved: false }]);
    kept.resume();
    await settled(time, 1);
    expect(kept.status).toEqual({ phase: 'ready', isSaved: true });
    await kept.purge();
    expect(contents.size).toBe(0);
    store.dispatch({ page: 6 });
    await kept.flush();
    await kept.stop();
    expect(kept.status.phase).toBe('stopped');
    expect((await start()).store.getState().page).toBe(6);
  });

  test('forgets what is too old', async () => {
    const { time, start } = device();
    const { store, kept } = await start();
    store.dispatch({ page: 5 });
    await kept.stop();
    time.advance(60_000);
    expect((await start({ maxAgeMs: 60_001 })).store.getState().page).toBe(5);
    expect((await start({ maxAgeMs: 59_999 })).store.getState().page).toBe(1);
  });
});

describe('a device that fails', () => {
  test('is shown, and what it did not take is tried again until it does', async () => {
    const { contents, time } = device();
    const memory = createMemoryKeyValueStore(contents);
    let isFull = true;
    const storage: typeof memory = {
      ...memory,
      write: (writes) => (isFull ? Promise.reject(new Error('full')) : memory.write(writes)),
    };
    const store = shop();
    const kept = persistStore(store, { storage, key: 'shop', clock: time, timers: time });
    await kept.restored;
    const seen: PersistStatus['phase'][] = [];
    kept.subscribe(({ phase }) => seen.push(phase));
    store.dispatch({ page: 2 });
    await expect(kept.flush()).rejects.toThrowError('full');
    expect(kept.status).toMatchObject({ phase: 'failing', isSaved: false });
    await settled(time, 1_000);
    expect(kept.status.phase).toBe('failing');
    isFull = false;
    await settled(time, 2_000);
    expect(kept.status).toEqual({ phase: 'ready', isSaved: true });
    expect(seen).toContain('failing');
  });

  test.each(['log', 'snapshot', 'meta', 'head'])(
    'a damaged %s is kept aside and told, and the last good state is used',
    async (part) => {
      const { contents, start } = device();
      const { store, kept } = await start();
      for (const page of [2, 3, 4]) {
        store.dispatch({ page });
        await kept.flush();
      }
      const keys = [...contents.keys()].filter((key) => key.includes(part)).sort();
      const key = keys.at(part === 'log' ? 0 : -1) ?? '';
      contents.set(key, `${contents.get(key)} `);
      const again = await start();
      const expected = { log: 2, snapshot: 1, meta: 1, head: 4 }[part];
      expect(again.store.getState().page).toBe(expected);
      expect(again.kept.status.problem).toMatchObject({ code: 'persist/damaged' });
      expect(again.kept.status.damage?.keys).toContain(key);
      expect(contents.get(key.replace('shop/', 'shop/aside/'))).toMatch(/ $/);
      again.store.dispatch({ page: 7 });
      await again.kept.flush();
      expect((await start()).store.getState().page).toBe(7);
    },
  );

  test('that has lost the head alone still has the rest, and tells', async () => {
    const { contents, start } = device();
    const { store, kept } = await start();
    for (const page of [2, 3]) {
      store.dispatch({ page });
      await kept.flush();
    }
    contents.delete('shop/head');
    const again = await start();
    expect([again.store.getState().page, again.kept.status.damage]).toEqual([
      3,
      { problem: 'its head is gone', keys: [] },
    ]);
    again.store.dispatch({ page: 4 });
    await again.kept.flush();
    expect((await start()).store.getState().page).toBe(4);
  });

  test('full of what others wrote is as good as empty', async () => {
    const { contents, start } = device();
    for (const key of ['shop/head', 'shop/g0000000001/meta', 'shop', 'shop0', 'shop/g', 'other/head'])
      contents.set(key, '<html>{{}}</html>');
    const { store, kept } = await start();
    expect(store.getState()).toEqual(EMPTY);
    store.dispatch({ page: 2 });
    await kept.flush();
    expect((await start()).store.getState().page).toBe(2);
    expect([contents.get('other/head'), contents.get('shop0')]).toEqual([
      '<html>{{}}</html>',
      '<html>{{}}</html>',
    ]);
  });
});

describe('another version', () => {
  const renamed = {
    to: 2,
    up: (state: unknown) => ({ ...EMPTY, ...(typeof state === 'object' ? state : {}), page: 100 }),
    down: (state: unknown) => ({ ...EMPTY, ...(typeof state === 'object' ? state : {}), page: 50 }),
  };

  test('goes up by its steps, and the old copy stays until the new one is whole', async () => {
    const { contents, start } = device();
    const first = await start();
    first.store.dispatch({ lines: ['tea'] });
    await first.kept.stop();
    const { store, kept } = await start({ version: 2, migrations: [renamed] });
    expect(store.getState()).toEqual({ cart: { lines: ['tea'], note: '' }, page: 100 });
    expect([...contents.keys()].some((key) => key.includes('g0000000001/meta'))).toBe(true);
    await kept.flush();
    expect([...contents.keys()].some((key) => key.includes('g0000000001'))).toBe(false);
    const back = await start({ version: 1, migrations: [renamed] });
    expect(back.store.getState()).toEqual({ cart: { lines: ['tea'], note: '' }, page: 50 });
  });

  test('that is newer and has no way down is left as it is', async () => {
    const { contents, time, start } = device();
    const newer = await start({ version: 3 });
    newer.store.dispatch({ page: 3 });
    await newer.kept.stop();
    const before = new Map(contents);
    const store = shop();
    const storage = createMemoryKeyValueStore(contents);
    const kept = persistStore(store, { storage, key: 'shop', version: 2, clock: time, timers: time });
    const refused = await kept.restored.catch((error: unknown) => error);
    expect(isStatehouseError(refused) && refused.code).toBe('persist/newer-version');
    store.dispatch({ page: 9 });
    await settled(time, 10_000);
    await expect(kept.flush()).rejects.toMatchObject({ code: 'persist/newer-version' });
    expect([kept.status.phase, contents]).toEqual(['refused', before]);
  });

  test('whose step throws leaves everything as it was', async () => {
    const { contents, start } = device();
    const first = await start();
    first.store.dispatch({ page: 3 });
    await first.kept.stop();
    const before = new Map(contents);
    const broken = { to: 2, up: () => JSON.parse('{') };
    await expect(start({ version: 2, migrations: [broken] })).rejects.toMatchObject({
      code: 'persist/migration-failed',
      details: { to: 2, direction: 'up' },
    });
    await expect(start({ version: 3, migrations: [renamed] })).rejects.toMatchObject({
      code: 'persist/no-step',
    });
    expect(contents).toEqual(before);
  });
});
