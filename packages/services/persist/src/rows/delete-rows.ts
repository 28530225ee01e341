import type { KeyValueStore } from '@statehouse/storage';
import type { RowKeys } from './row-keys.ts';

const PAGE_ROWS = 500;

/** Deletes every row of every version, and what was kept aside of them; a page at a time, so it may be left half done. */
export async function deleteRows(storage: KeyValueStore, keys: RowKeys): Promise<void> {
  for (const [from, end] of [keys.all, keys.allAside]) {
    for (;;) {
      const page = await storage.range(from, end, PAGE_ROWS);
      if (page.length === 0) break;
      await storage.write(page.map(([key]) => ({ key, value: undefined })));
    }
  }
}
