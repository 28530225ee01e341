import { type Random, randomId } from '@statehouse/kernel';
import type { IdentityLocks, KeyValueStore, KeyValueWrite, Release } from '@statehouse/storage';
import { afterPrefix, clientPrefix } from '../device/device-format.ts';

/** Where a tab remembers its id over a reload: session storage in a browser. */
export interface SessionMemory {
  get(): string | undefined;
  set(client: string): void;
}

/** An id that this tab holds, with the queue behind it. */
export interface HeldIdentity {
  readonly client: string;
  readonly release: Release;
}

const KNOWN = 'client/';

/**
 * The id that this tab goes by: the one of its session, else one that a closed tab left on this device (queue and
 * all), else a new one. It is held by a lock, so that no two tabs ever go by one id.
 */
export async function acquireIdentity(
  store: KeyValueStore,
  locks: IdentityLocks,
  session: SessionMemory | undefined,
  random: Random,
): Promise<HeldIdentity> {
  const remembered = session?.get();
  const known = await knownClients(store);
  const candidates = [...(remembered === undefined ? [] : [remembered]), ...known];
  for (const client of new Set(candidates)) {
    const release = await locks.tryAcquire(lockName(client));
    if (release !== undefined) return settled(store, session, { client, release });
  }
  for (;;) {
    const client = randomId(random);
    const release = await locks.tryAcquire(lockName(client));
    if (release !== undefined) return settled(store, session, { client, release });
  }
}

async function settled(
  store: KeyValueStore,
  session: SessionMemory | undefined,
  identity: HeldIdentity,
): Promise<HeldIdentity> {
  try {
    await store.write([{ key: `${KNOWN}${identity.client}`, value: '{}' }]);
    session?.set(identity.client);
    return identity;
  } catch (error) {
    identity.release();
    throw error;
  }
}

async function knownClients(store: KeyValueStore): Promise<readonly string[]> {
  const entries = await store.range(KNOWN, afterPrefix(KNOWN));
  return entries.map(([key]) => key.slice(KNOWN.length));
}

function lockName(client: string): string {
  return `statehouse/client/${client}`;
}

/** What a closed tab has left behind: an id that nobody holds, and the documents in which it left something. */
export interface Orphan extends HeldIdentity {
  /** Documents in which work waits, or in which setbacks do that nobody has dismissed. */
  readonly documents: readonly string[];
  /** Work waits: there is something to send. */
  readonly sends: boolean;
}

/**
 * Takes hold of every id on this device that nobody goes by and that left something behind. If the device fails, none is
 * held.
 */
export async function adoptOrphans(
  store: KeyValueStore,
  locks: IdentityLocks,
  own: string,
): Promise<readonly Orphan[]> {
  const orphans: Orphan[] = [];
  try {
    for (const client of await knownClients(store)) {
      if (client === own) continue;
      const release = await locks.tryAcquire(lockName(client));
      if (release === undefined) continue;
      const left = await leftBehind(store, client).catch((error: unknown) => {
        release();
        throw error;
      });
      if (left.documents.length === 0) release();
      else orphans.push({ client, release, ...left });
    }
    return orphans;
  } catch (error) {
    for (const { release } of orphans) release();
    throw error;
  }
}

/** The documents in which work of this id waits. */
export function documentsWithPending(store: KeyValueStore, client: string): Promise<readonly string[]> {
  return documentsWith(store, client, new Set(['pending']));
}

async function leftBehind(
  store: KeyValueStore,
  client: string,
): Promise<Pick<Orphan, 'documents' | 'sends'>> {
  const documents = await documentsWith(store, client, new Set(['pending', 'conflict', 'refused']));
  const sends = documents.length > 0 && (await documentsWithPending(store, client)).length > 0;
  return { documents, sends };
}

/** The documents of which an id keeps something of these kinds (device-format.ts). */
async function documentsWith(
  store: KeyValueStore,
  client: string,
  parts: ReadonlySet<string>,
): Promise<readonly string[]> {
  const prefix = clientPrefix(client);
  const documents = new Set<string>();
  for (const [key] of await store.range(prefix, afterPrefix(prefix))) {
    const [document = '', part = ''] = key.slice(prefix.length).split('/');
    if (parts.has(part)) documents.add(decodeURIComponent(document));
  }
  return [...documents];
}

/**
 * Removes what an id kept on this device, once nothing of it waits any more. `writes` are made in the same moment:
 * what goes elsewhere is never in both places, and never in none.
 */
export async function forgetClient(
  store: KeyValueStore,
  client: string,
  writes: readonly KeyValueWrite[] = [],
): Promise<void> {
  const prefix = clientPrefix(client);
  const entries = await store.range(prefix, afterPrefix(prefix));
  const removals = entries.map(([key]) => ({ key, value: undefined }));
  await store.write([...writes, ...removals, { key: `${KNOWN}${client}`, value: undefined }]);
}
