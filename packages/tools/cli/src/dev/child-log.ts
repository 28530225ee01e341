import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerLog } from '@statehouse/server';
import { destination, multistream, pino } from 'pino';

const LOG_FILE = 'server.log';
const LONGEST_LOG_BYTES = 8 * 1_048_576;

/**
 * Structured lines go to `server.log` in the data folder; warnings and errors to the terminal as well. A log that has
 * grown past 8 MB is put aside as `server.log.1` at the next start.
 */
export function createChildLog(dataFolder: string): ServerLog {
  const file = join(dataFolder, LOG_FILE);
  mkdirSync(dataFolder, { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG_BYTES)
    renameSync(file, `${file}.1`);
  return pino(
    { name: 'statehouse' },
    multistream([
      { level: 'info', stream: destination({ dest: file, sync: true }) },
      { level: 'warn', stream: destination({ dest: 2, sync: true }) },
    ]),
  );
}
