import { type Random, randomId } from '@statehouse/kernel';
import type { IdentityLocks, KeyValueStore, Release } from '@statehouse/storage';
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

/** A queue whose tab is closed: an id that nobody holds, and the documents in which its work waits. */
export interface Orphan extends HeldIdentity {
  readonly documents: readonly string[];
}

/**
 * Takes hold of every id on this device that nobody goes by and that left work behind. If the device fails, none is
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
      const documents = await documentsWithPending(store, client).catch((error: unknown) => {
        release();
        throw error;
      });
      if (documents.length === 0) release();
      else orphans.push({ client, release, documents });
    }
    return orphans;
  } catch (error) {
    for (const { release } of orphans) release();
    throw error;
  }
}

/** The documents in which work of this id waits. */
export async function documentsWithPending(store: KeyValueStore, client: string): Promise<readonly string[]> {
  const prefix = clientPrefix(client);
  const documents = new Set<string>();
  for (const [key] of await store.range(prefix, afterPrefix(prefix))) {
    const [document = '', part] = key.slice(prefix.length).split('/');
    if (part === 'pending') documents.add(decodeURIComponent(document));
  }
  return [...documents];
}

/** Removes what an id kept on this device, once nothing of it waits any more. */
export async function forgetClient(store: KeyValueStore, client: string): Promise<void> {
  const prefix = clientPrefix(client);
  const entries = await store.range(prefix, afterPrefix(prefix));
  const writes = entries.map(([key]) => ({ key, value: undefined }));
  await store.write([...writes, { key: `${KNOWN}${client}`, value: undefined }]);
}
