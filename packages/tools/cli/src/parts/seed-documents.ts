import type { Schema, Transaction } from '@statehouse/db';
import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { reasonOf } from './part-host.ts';
import type { House } from './server-part.ts';

/** A document, and what it begins with. */
export interface SeedDocument<S extends Schema = Schema> {
  readonly document: string;
  /** What it does is one operation: at most 5,000 edits, and a megabyte. */
  fill(tx: Transaction<S>): void;
}

const LIMIT_MS = 10_000;

/**
 * Fills each document that is still empty, side by side, and answers with the names of those that it filled. What
 * cannot be filled is logged. A document whose log has begun is left as it is, whoever began it.
 *
 * Two at once fill a document once: both go by one client id with one sequence, and the log takes that only once,
 * whatever the second one sends.
 */
export async function seedDocuments<S extends Schema>(
  house: House<S>,
  user: string,
  documents: readonly SeedDocument<S>[],
): Promise<readonly string[]> {
  const filled = await Promise.all(
    documents.map(async (seed) => {
      try {
        return await seedOne(house, user, seed);
      } catch (error) {
        house.log.warn({ document: seed.document, reason: reasonOf(error) }, 'a document was not filled');
        return false;
      }
    }),
  );
  return documents.filter((_, index) => filled[index]).map(({ document }) => document);
}

async function seedOne<S extends Schema>(
  house: House<S>,
  user: string,
  seed: SeedDocument<S>,
): Promise<boolean> {
  const client = house.connect(user, { clientId: `seed/${seed.document}` });
  const late = Promise.withResolvers<never>();
  const cancel = house.timers.after(LIMIT_MS, () => late.reject(new Error('the server did not answer')));
  const overtaken = untilOvertaken(client);
  try {
    return await Promise.race([fillIfEmpty(client, seed), overtaken, late.promise]);
  } finally {
    cancel();
    await client.close();
  }
}

async function fillIfEmpty<S extends Schema>(client: SyncClient<S>, seed: SeedDocument<S>): Promise<boolean> {
  const document = await client.open(seed.document);
  if (document.status.version > 0) return false;
  document.transact((tx) => seed.fill(tx), { undoable: false });
  await untilAnswered(document);
  return true;
}

/** Fulfilled when the log has it. */
function untilAnswered<S extends Schema>(document: SyncedDocument<S>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const error = document.refused[0] ?? document.status.error;
      if (error !== undefined) reject(new Error(`${error.code}: ${error.message}`));
      else if (document.status.pending === 0) resolve();
      else return false;
      return true;
    };
    if (look()) return;
    const stop = document.subscribeStatus(() => {
      if (look()) stop();
    });
  });
}

/**
 * Fulfilled, with false, when the server will not hear this client again: another of the same id has come and does
 * the work, or has done it.
 */
function untilOvertaken<S extends Schema>(client: SyncClient<S>): Promise<false> {
  return new Promise((resolve) => {
    client.subscribeStatus(() => {
      if (client.status.kind === 'stopped') resolve(false);
    });
  });
}
