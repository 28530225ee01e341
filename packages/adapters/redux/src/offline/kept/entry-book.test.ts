import { createMemoryKeyValueStore } from '@statehouse/storage';
import { runKeyValueConformance } from '@statehouse/storage/testing';
import { describe, expect, test } from 'vitest';
import { EntryBook } from './entry-book.ts';
import { notBegun, type StoredEntry } from './kept-entry.ts';
import { laterStore } from './later-store.ts';

const entry: StoredEntry = {
  ...{ id: '000000001.00000.tab', revision: 0, idempotencyKey: 'key', lane: 'main', endpoint: 'write' },
  ...{ request: { url: 'notes' }, queuedAtMs: 1, isTokenless: false },
};

test('only the tab that has led last changes anything; all append', async () => {
  const store = createMemoryKeyValueStore();
  const [relieved, leading] = [new EntryBook(store, 'q', 'one'), new EntryBook(store, 'q', 'two')];
  await relieved.lead();
  await leading.lead();
  await relieved.append(entry);
  const next = { entry: { ...entry, revision: 1 }, progress: notBegun };
  for (const late of [
    () => relieved.note([{ entry, progress: { ...notBegun, state: 'refused' } }]),
    () => relieved.settle(entry),
    () => relieved.replace(entry, next),
  ]) {
    await expect(late()).rejects.toMatchObject({ code: 'storage/changed' });
  }
  expect((await leading.load()).kept).toEqual([{ entry, progress: notBegun }]);
  await leading.replace(entry, next);
  expect((await relieved.load()).kept).toEqual([next]);
  await leading.settle(next.entry);
  expect((await leading.load()).kept).toEqual([]);
});

test('progress that cannot be read may be that of something that was sent', async () => {
  const store = createMemoryKeyValueStore();
  const book = new EntryBook(store, 'q', 'one');
  await book.append(entry);
  await store.write([{ key: `q/progress/${entry.id}/0`, value: '{"state":"queued"}' }]);
  expect((await book.load()).kept).toMatchObject([{ progress: { attempts: 1, isUncertain: true } }]);
});

describe('a store that is still opening', () => {
  runKeyValueConformance(
    {
      async create() {
        const contents = new Map<string, string>();
        const open = async () => laterStore(Promise.resolve(createMemoryKeyValueStore(contents)));
        return { store: await open(), reopen: open, dispose: async () => {} };
      },
    },
    { test },
  );
});
