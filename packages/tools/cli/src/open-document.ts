import type { Schema } from '@statehouse/db';
import { systemTimers } from '@statehouse/kernel';
import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { cliError } from './errors.ts';

const OPENING_LIMIT_MS = 15_000;

/**
 * Opens a document for a command, which does not wait for ever as an application would.
 * @throws cli/server-unreachable, and the server's code if it refuses
 */
export async function openDocument<S extends Schema>(
  client: SyncClient<S>,
  name: string,
  url: string,
): Promise<SyncedDocument<S>> {
  const late = Promise.withResolvers<never>();
  const cancel = systemTimers.after(OPENING_LIMIT_MS, () => {
    const { lastError } = client.status;
    const reason = lastError === undefined ? 'no answer' : lastError.message;
    late.reject(cliError('server-unreachable', { url, reason }));
  });
  try {
    return await Promise.race([client.open(name), late.promise]);
  } finally {
    cancel();
  }
}
