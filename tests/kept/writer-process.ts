import type { KeyValueStore } from '@statehouse/storage';
import { createFileKeyValueStore } from '@statehouse/storage/file';
import { createSqliteKeyValueStore } from '@statehouse/storage/sqlite';
import { countUntilKilled } from './counted-writer.ts';

/** The process that the kill tests kill: writes to one kind of storage. */
const [kind = '', path = ''] = process.argv.slice(2);
const storage = await openStorage();
await countUntilKilled(storage, (line) => process.stdout.write(`${line}\n`));

async function openStorage(): Promise<KeyValueStore> {
  if (kind === 'file') return createFileKeyValueStore({ path });
  if (kind === 'sqlite') return createSqliteKeyValueStore({ path });
  throw new Error(`no storage is called ${kind}`);
}
