import { systemClock, systemRandom } from '@statehouse/kernel';
import { browserConnectivity } from '@statehouse/redux/offline';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs } from '@statehouse/storage/tabs';
import type { House } from '../../house/house.tsx';
import { openReception, type Reception } from './data/create-reception.ts';
import { backgroundSyncOf } from './worker/background-sync.ts';
import { databaseOf } from './worker/device-names.ts';

/** One for each user, however often the room is entered: what waits to be sent goes on when one has left it. */
const receptions = new Map<string, Promise<Reception>>();

/** The reception of whoever is in the house, as it was when they left it. */
export function openOffice({ user, session }: Pick<House, 'user' | 'session'>): Promise<Reception> {
  const known = receptions.get(user) ?? begin(user, session);
  receptions.set(user, known);
  known.catch(() => receptions.delete(user));
  return known;
}

async function begin(user: string, session: House['session']): Promise<Reception> {
  // Without a place on the device the office works, and forgets what waits when the window is closed.
  const storage = await createIndexedDbKeyValueStore({ name: databaseOf(user) }).catch(() =>
    createMemoryKeyValueStore(),
  );
  const backgroundSync = backgroundSyncOf(user);
  return openReception({
    url: new URL('/app/admin/', location.href).href,
    fetch: (input, init) => globalThis.fetch(input, init),
    window: session?.window ?? '',
    houseToken: async () => {
      if (session === undefined) throw new Error('This page is not served by `statehouse dev`.');
      return session.token(user);
    },
    storage,
    connectivity: browserConnectivity(globalThis.window),
    queue: `office/${user}`,
    tabs: createWebTabs(),
    ...(backgroundSync === undefined ? {} : { backgroundSync }),
    page: globalThis.window,
    beacon: (address, json) => navigator.sendBeacon(address, new Blob([json], { type: 'application/json' })),
    clock: systemClock,
    random: systemRandom,
  });
}
