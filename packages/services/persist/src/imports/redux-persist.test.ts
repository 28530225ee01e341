import { createPlainStore } from '@statehouse/hub';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { expect, test } from 'vitest';
import { persistStore } from '../persisted-store.ts';
import { readReduxPersist } from './redux-persist.ts';

function storageWith(text: string | null) {
  return { getItem: (key: string) => (key === 'persist:root' ? text : null) };
}

const LEFT =
  '{"cart":"{\\"lines\\":[\\"tea\\"]}","user":"null","_persist":"{\\"version\\":2,\\"rehydrated\\":true}"}';

test('what redux-persist left is read, slice by slice', () => {
  expect(readReduxPersist(storageWith(LEFT), 'root', (theirs) => theirs + 10)).toEqual({
    state: { cart: { lines: ['tea'] }, user: null },
    version: 12,
  });
  expect(readReduxPersist(storageWith(null))).toBeUndefined();
});

test.each(['[', '[]', '{"cart":{}}', '{"cart":"{"}'])('what it did not write, %s, is refused', (text) => {
  expect(() => readReduxPersist(storageWith(text))).toThrowError(
    expect.objectContaining({ code: 'persist/damaged' }),
  );
});

test('it is taken over once', async () => {
  const contents = new Map<string, string>();
  const start = async (importOnce: () => ReturnType<typeof readReduxPersist>) => {
    const store = createPlainStore({
      initial: { cart: { lines: ['nothing'] }, user: 'nobody' },
      reduce: (state, user: string) => ({ ...state, user }),
    });
    const kept = persistStore(store, { storage: createMemoryKeyValueStore(contents), key: 'k', importOnce });
    await kept.restored;
    return { store, kept };
  };
  const first = await start(() => readReduxPersist(storageWith(LEFT)));
  expect(first.store.getState()).toEqual({ cart: { lines: ['tea'] }, user: null });
  first.store.dispatch('ann');
  await first.kept.stop();
  const second = await start(() => readReduxPersist(storageWith(LEFT)));
  expect(second.store.getState().user).toBe('ann');
});
