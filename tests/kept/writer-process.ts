import { createFileKeyValueStore } from '@statehouse/storage/file';
import { countUntilKilled } from './counted-writer.ts';

/** The process that the kill tests kill: writes to one kind of storage. */
const [kind = '', path = ''] = process.argv.slice(2);
if (kind !== 'file') throw new Error(`no storage is called ${kind}`);
const storage = await createFileKeyValueStore({ path });
await countUntilKilled(storage, (line) => process.stdout.write(`${line}\n`));
