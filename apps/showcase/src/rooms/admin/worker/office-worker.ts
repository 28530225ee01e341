import { type SyncScope, wakeOnSync } from '@statehouse/redux/offline/worker';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { channelOf, databaseOf, userOfScope } from './device-names.ts';

/** As much of a service worker as this one is. It answers no requests, so no page is ever an old one because of it. */
interface WorkerScope extends SyncScope {
  readonly registration: { readonly scope: string };
  readonly navigator: { readonly locks: LockManager };
}

declare const self: WorkerScope;

const user = userOfScope(self.registration.scope);
const channel = new BroadcastChannel(channelOf(user));
const store = createIndexedDbKeyValueStore({ name: databaseOf(user) });
// Whoever asks for it hears of it; until then nobody has to.
store.catch(() => {});

/** Each moderator has a queue, and its name stands at the end of what the browser was asked to wake. */
self.addEventListener('sync', (event) => {
  const [, name = ''] = event.tag.split(':');
  wakeOnSync(
    { addEventListener: (_, wake) => wake(event) },
    {
      name,
      store,
      channel,
      locks: self.navigator.locks,
      baseUrl: new URL('/app/admin/', self.registration.scope).href,
      fetch: (input, init) => fetch(input, init),
    },
  );
});
