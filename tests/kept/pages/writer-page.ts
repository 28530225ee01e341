import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebStorageKeyValueStore } from '@statehouse/storage/web-storage';
import { countUntilKilled } from '../counted-writer.ts';

declare global {
  /** Given by the test: what a writer says. */
  var say: (line: string) => void;
}

/** Counts until the page is closed or crashes. */
export async function runWriter(kind: string): Promise<void> {
  const storage =
    kind === 'localstorage'
      ? createWebStorageKeyValueStore({ name: 'kept' })
      : await createIndexedDbKeyValueStore({ name: 'kept' });
  await countUntilKilled(storage, (line) => globalThis.say(line));
}
