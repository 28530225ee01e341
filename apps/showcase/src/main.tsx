import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '@radix-ui/themes/styles.css';
import './styles/base.css';
import './styles/house.css';
import './styles/rail.css';
import './styles/top-bar.css';
import './styles/tour.css';
import './styles/nowhere.css';
import './styles/page-room.css';
import './styles/people.css';
import './styles/shared-text.css';
import './styles/tasks.css';
import './styles/connection.css';
import { systemRandom } from '@statehouse/kernel';
import { createWebIdentityLocks } from '@statehouse/storage';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createSyncClient } from '@statehouse/sync';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { schema } from '../schema.ts';
import { App } from './app.tsx';
import { createRouter } from './house/router.ts';
import { createTourStore } from './house/tour/tour-store.ts';
import { devSessionOf } from './session/dev-session.ts';
import { loadPersona, loadUser } from './session/persona.ts';
import { loadWindowLabel } from './session/window-label.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

const router = createRouter(globalThis.window);
const { searchParams } = new URL(location.href);
const label = loadWindowLabel(searchParams.get('window'), sessionStorage, systemRandom);
const session = devSessionOf(document, label);
const guest = loadUser(localStorage, systemRandom);
// `?as=visitor` is somebody who may only read.
const user = searchParams.get('as') === 'visitor' ? guest.replace('guest', 'visitor') : guest;
// A client id belongs to one user.
const clientKey = `statehouse.client/${user}`;
const address = new URL(`/sync?window=${label}`, location.href);
address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

const storage = await createIndexedDbKeyValueStore({ name: `statehouse/${user}` }).catch(() => undefined);

const client = createSyncClient({
  url: address.href,
  token: () => {
    if (session === undefined)
      throw new Error('This page is not served by `statehouse dev`, and knows no other sign-in.');
    return session.token(user);
  },
  schema,
  session: {
    get: () => sessionStorage.getItem(clientKey) ?? undefined,
    set: (id) => sessionStorage.setItem(clientKey, id),
  },
  ...(storage === undefined ? {} : { storage }),
  ...('locks' in navigator ? { locks: createWebIdentityLocks(navigator.locks) } : {}),
});

createRoot(root).render(
  <StrictMode>
    <App
      client={client}
      session={session}
      user={user}
      router={router}
      tour={createTourStore(localStorage, globalThis.window)}
      persona={loadPersona(sessionStorage, systemRandom)}
    />
  </StrictMode>,
);
