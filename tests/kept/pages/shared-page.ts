import { createPlainStore } from '@statehouse/hub';
import { canonicalize } from '@statehouse/kernel';
import { type SharedStatus, shareStore } from '@statehouse/persist/tabs';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs } from '@statehouse/storage/tabs';

interface Words {
  readonly keys: Readonly<Record<string, string>>;
  readonly log: Readonly<Record<string, true>>;
}

/** What a test does in a page that shares a store. */
export interface SharedPage {
  status(): Pick<SharedStatus, 'role' | 'phase' | 'isSaved'>;
  /** Changes one of three keys so many times, a turn for each, under ids that begin with a name. */
  change(name: string, times: number): Promise<void>;
  ids(): readonly string[];
  hash(): Promise<string>;
  flush(): Promise<void>;
}

declare global {
  var shared: SharedPage | undefined;
}

/** Shares a store with the other tabs. */
export async function runShared(): Promise<void> {
  const storage = await createIndexedDbKeyValueStore({ name: 'shared' });
  const store = createPlainStore<Words, { readonly id: string; readonly key: string }>({
    initial: { keys: {}, log: {} },
    reduce: ({ keys, log }, { id, key }) => ({ keys: { ...keys, [key]: id }, log: { ...log, [id]: true } }),
    nameOf: () => 'word',
  });
  const tabs = createWebTabs();
  const shared = shareStore(store, { storage, key: 'words', tabs, pingMs: 200, patienceMs: 1_000 });
  await shared.restored;
  globalThis.shared = {
    status: () => ({
      role: shared.status.role,
      phase: shared.status.phase,
      isSaved: shared.status.isSaved,
    }),
    async change(name, times) {
      for (let at = 0; at < times; at += 1) {
        store.dispatch({ id: `${name}.${at}`, key: `k${at % 3}` });
        await turn();
      }
    },
    ids: () => Object.keys(store.getState().log),
    async hash() {
      const bytes = new TextEncoder().encode(canonicalize({ ...store.getState() }));
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    flush: () => shared.flush(),
  };
}

/** A turn of the event loop; timers are slowed down in a page that is not seen. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
