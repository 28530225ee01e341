import type { Schema } from '@statehouse/db';
import { type StatehouseError, systemTimers } from '@statehouse/kernel';
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

/** What the server refused of a document, if anything: its first refused operation, or the document as a whole. */
export function refusalOf<S extends Schema>({
  refused,
  status,
}: SyncedDocument<S>): StatehouseError | undefined {
  const error = refused[0] ?? (status.phase === 'failed' ? status.error : undefined);
  return error === undefined
    ? undefined
    : cliError('edit-refused', { code: error.code, reason: error.message });
}

/**
 * Fulfilled when the server has everything.
 * @throws cli/edit-refused as soon as it refuses something
 */
export async function untilSynced<S extends Schema>(document: SyncedDocument<S>): Promise<void> {
  const refusal = Promise.withResolvers<never>();
  const check = () => {
    const error = refusalOf(document);
    if (error !== undefined) refusal.reject(error);
  };
  const stop = document.subscribeStatus(check);
  check();
  try {
    await Promise.race([document.whenSynced(), refusal.promise]);
    const error = refusalOf(document);
    if (error !== undefined) throw error;
  } finally {
    stop();
  }
}
