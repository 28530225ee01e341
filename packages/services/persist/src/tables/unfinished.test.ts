import { createPlainStore } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore, type KeyValueWrite } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { persistStore } from '../persisted-store.ts';
import { byRows } from './by-rows.ts';
import { byId } from './table-form.ts';

interface State {
  readonly page: number;
  readonly words: Readonly<Record<string, string>>;
}

/** A device, and what happens before each of its writes. */
function device(before: (writes: readonly KeyValueWrite[]) => void = () => {}) {
  const contents = new Map<string, string>();
  const time = new VirtualTime(1_000);
  const start = async () => {
    const memory = createMemoryKeyValueStore(contents);
    const storage: KeyValueStore = {
      ...memory,
      async write(writes) {
        before(writes);
        await memory.write(writes);
      },
    };
    const store = createPlainStore<State, State>({
      initial: { page: 0, words: {} },
      reduce: (_, next) => next,
      nameOf: () => 'change',
    });
    const rows = byRows({ words: byId }, { maxWriteRows: 3 });
    const kept = persistStore(store, {
      storage,
      key: 'app',
      clock: time,
      timers: time,
      stopwatch: time,
      rows,
    });
    await kept.restored;
    return { store, kept };
  };
  return { contents, start };
}

function words(count: number): State {
  const entries = Array.from({ length: count }, (_, at) => [`w${at}`, `word ${at}`]);
  return { page: count, words: Object.fromEntries(entries) };
}

describe('a table that is new as a whole', () => {
  test('is written in pieces, and counts when the last of it is written', async () => {
    const sizes: number[] = [];
    const { contents, start } = device((writes) => sizes.push(writes.length));
    const { store, kept } = await start();
    store.dispatch(words(10));
    await kept.flush();
    expect(Math.max(...sizes)).toBe(3);
    expect([...contents.keys()].filter((key) => key.includes('/unfinished'))).toEqual([]);
    expect((await start()).store.getState()).toEqual(words(10));
    sizes.length = 0;
    store.dispatch({ ...words(12), page: 0 });
    await kept.flush();
    // What changes a table that counts is written in one.
    expect(Math.max(...sizes)).toBe(1 + 2);
  });

  test('is there whole or not at all, whichever write is the last', async () => {
    let isThrough = false;
    let kills = 0;
    for (; !isThrough; kills += 1) {
      let writes = 0;
      const { contents, start } = device(() => {
        if (writes >= kills) throw new Error('the power is off');
        writes += 1;
      });
      const { store, kept } = await start();
      store.dispatch(words(10));
      isThrough = await kept.flush().then(
        () => true,
        () => false,
      );
      writes = Number.NEGATIVE_INFINITY;
      const again = await start();
      expect([words(0), words(10)], `killed at ${kills}`).toContainEqual(again.store.getState());
      if (isThrough) expect(again.store.getState()).toEqual(words(10));
      again.store.dispatch(words(2));
      await again.kept.flush();
      expect((await start()).store.getState()).toEqual(words(2));
      expect([...contents.keys()].filter((key) => key.includes('/tables/'))).toHaveLength(2);
    }
    expect(kills).toBeGreaterThan(6);
  });

  test.each([0, 2, 7])('and could not be written is written as it is then, with %i rows', async (count) => {
    let left = 4;
    const { contents, start } = device(() => {
      left -= 1;
      if (left === 0) throw new Error('full');
    });
    const { store, kept } = await start();
    store.dispatch(words(10));
    await expect(kept.flush()).rejects.toThrow('full');
    expect([...contents.keys()].filter((key) => key.includes('/rows/')).length).toBeGreaterThan(0);
    store.dispatch(words(count));
    await kept.flush();
    expect((await start()).store.getState()).toEqual(words(count));
    expect([...contents.keys()].filter((key) => key.includes('/tables/'))).toHaveLength(count);
  });

  test('and could not be written is deleted by a purge', async () => {
    let left = 4;
    const { contents, start } = device(() => {
      left -= 1;
      if (left === 0) throw new Error('full');
    });
    const { store, kept } = await start();
    store.dispatch(words(10));
    await expect(kept.flush()).rejects.toThrow('full');
    await kept.purge();
    expect(contents.size).toBe(0);
  });
});

test('what was found damaged is not deleted with rows that do not count', async () => {
  let left = Number.POSITIVE_INFINITY;
  const { contents, start } = device(() => {
    left -= 1;
    if (left < 0) throw new Error('full');
  });
  contents.set('app/tables/words/rows/0000000001/w1', 'damaged');
  const { store, kept } = await start();
  store.dispatch(words(10));
  for (left = 0; ; left += 1) {
    const tries = left;
    const isWritten = await kept.flush().then(
      () => true,
      () => false,
    );
    left = Number.POSITIVE_INFINITY;
    await start();
    expect([...contents.values()], `after ${tries} writes`).toContain('damaged');
    left = tries;
    if (isWritten) break;
  }
  expect(contents.get('app/tables/words/aside/rows/0000000001/w1')).toBe('damaged');
});

test('a purge leaves all or nothing, whichever of its writes is the last', async () => {
  let isThrough = false;
  let kills = 0;
  for (; !isThrough; kills += 1) {
    let left = Number.POSITIVE_INFINITY;
    const { contents, start } = device(() => {
      left -= 1;
      if (left < 0) throw new Error('the power is off');
    });
    const { store, kept } = await start();
    store.dispatch(words(10));
    await kept.flush();
    left = kills;
    isThrough = await kept.purge().then(
      () => true,
      () => false,
    );
    left = Number.POSITIVE_INFINITY;
    const found = (await start()).store.getState();
    expect([words(0), words(10)], `killed at ${kills}`).toContainEqual(found);
    if (isThrough) expect(contents.size).toBe(0);
    // The program goes on after a purge that failed.
    store.dispatch(words(2));
    await kept.flush();
    expect((await start()).store.getState()).toEqual(words(2));
  }
  expect(kills).toBeGreaterThan(2);
});
