import type { KeyValueStore } from '@statehouse/storage';
import type { RowKeys } from './row-keys.ts';

const PAGE_ROWS = 500;

/** Deletes every row of every version, and what was kept aside of them; a page at a time, so it may be left half done. */
export async function deleteRows(storage: KeyValueStore, keys: RowKeys): Promise<void> {
  await deleteRange(storage, keys.allAside);
  await dropRows(storage, keys);
}

/** As {@link deleteRows}, but what was kept aside stays. That they do not count is forgotten after all of them. */
export async function dropRows(storage: KeyValueStore, keys: RowKeys): Promise<void> {
  await deleteRange(storage, keys.all);
  await storage.write([{ key: keys.unfinished, value: undefined }]);
}

async function deleteRange(storage: KeyValueStore, [from, end]: readonly [string, string]): Promise<void> {
  for (;;) {
    const page = await storage.range(from, end, PAGE_ROWS);
    if (page.length === 0) return;
    await storage.write(page.map(([key]) => ({ key, value: undefined })));
  }
}
