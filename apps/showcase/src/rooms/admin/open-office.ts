import { systemClock, systemRandom } from '@statehouse/kernel';
import { browserConnectivity } from '@statehouse/redux/offline';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs } from '@statehouse/storage/tabs';
import type { House } from '../../house/house.tsx';
import { createOffice, type Office } from './data/create-office.ts';

/** One office for each user, however often the room is entered: what waits to be sent goes on when one has left it. */
const offices = new Map<string, Promise<Office>>();

/** The office of whoever is in the house, as it was when they left it. */
export function openOffice({ user, session }: Pick<House, 'user' | 'session'>): Promise<Office> {
  const known = offices.get(user) ?? begin(user, session);
  offices.set(user, known);
  known.catch(() => offices.delete(user));
  return known;
}

async function begin(user: string, session: House['session']): Promise<Office> {
  // Without a place on the device the office works, and forgets what waits when the window is closed.
  const storage = await createIndexedDbKeyValueStore({ name: `statehouse/office/${user}` }).catch(() =>
    createMemoryKeyValueStore(),
  );
  const office = createOffice({
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
    clock: systemClock,
    random: systemRandom,
  });
  await office.start();
  return office;
}
