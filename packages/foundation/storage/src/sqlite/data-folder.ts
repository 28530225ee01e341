import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail } from '../errors.ts';

/**
 * Makes a folder and syncs the folders that changed, so that a power cut right after leaves it in place.
 * @throws StatehouseError `storage/failed`
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return;
    for (let changed = folder; changed !== dirname(first); ) {
      changed = dirname(changed);
      await syncFolder(changed);
    }
  } catch (error) {
    throw fail('failed', { action: 'make the data folder', reason: reasonOf(error) }, { cause: error });
  }
}

/** Windows offers no sync of a folder, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
