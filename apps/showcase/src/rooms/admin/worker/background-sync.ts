import type { BackgroundSync } from '@statehouse/redux/offline';
import { scopeOf } from './device-names.ts';

/** Where the build and the development server put the worker. */
const WORKER = '/office-worker.js';

/** Registers the worker of a user. Undefined where the browser does not wake one: then what waits is sent by the next window. */
export function backgroundSyncOf(user: string): BackgroundSync | undefined {
  if (!('SyncManager' in globalThis) || !('serviceWorker' in navigator)) return undefined;
  // Asked for now, because it cannot be had when it is needed: then there is no network.
  const active = navigator.serviceWorker
    .register(WORKER, { scope: scopeOf(user), type: 'module', updateViaCache: 'none' })
    .then(activated);
  active.catch(() => {});
  return {
    async register(tag) {
      const registration = await active;
      if ('sync' in registration && isBackgroundSync(registration.sync))
        await registration.sync.register(tag);
    },
  };
}

function isBackgroundSync(value: unknown): value is BackgroundSync {
  return (
    typeof value === 'object' && value !== null && 'register' in value && typeof value.register === 'function'
  );
}

/** The registration, once a worker of it can be woken. */
function activated(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active !== null || worker === null) return Promise.resolve(registration);
  return new Promise((done, failed) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') done(registration);
      if (worker.state === 'redundant') failed(new Error('The worker of the office did not start.'));
    });
  });
}
