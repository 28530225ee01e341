import { type SyncScope, wakeOnSync } from '@statehouse/redux/offline/worker';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs } from '@statehouse/storage/tabs';
import { databaseOf, userOfScope } from './device-names.ts';

/** As much of a service worker as this one is. It answers no requests, so no page is ever an old one because of it. */
interface WorkerScope extends SyncScope {
  readonly registration: { readonly scope: string };
}

declare const self: WorkerScope;

const store = createIndexedDbKeyValueStore({ name: databaseOf(userOfScope(self.registration.scope)) });
// Whoever asks for it hears of it; until then nobody has to.
store.catch(() => {});

/** Each moderator has a queue, and its name stands at the end of what the browser was asked to wake. */
self.addEventListener('sync', (event) => {
  const name = event.tag.slice(event.tag.indexOf(':') + 1);
  wakeOnSync(
    { addEventListener: (_, wake) => wake(event) },
    {
      name,
      store,
      tabs: createWebTabs(),
      baseUrl: new URL('/app/admin/', self.registration.scope).href,
      fetch: (input, init) => fetch(input, init),
    },
  );
});
