import { systemClock, systemRandom } from '@statehouse/kernel';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { SAMPLE_PASSWORD } from '../../../../samples/admin/sessions.ts';
import type { Office } from '../data/create-office.ts';
import { openReception } from '../data/create-reception.ts';
import type { OfficeState } from '../data/office-state.ts';

/** What outlives a window: what it keeps on the device, and the cookies of its browser. */
export interface Browser {
  readonly storage: KeyValueStore;
  cookie: string;
}

export function createBrowser(): Browser {
  return { storage: createMemoryKeyValueStore(), cookie: '' };
}

/** One window with the office in it. */
export interface OpenDesk {
  /** That of whoever is signed in. */
  readonly office: Office;
  /** Fulfilled as soon as something is so. */
  until(what: (state: OfficeState) => boolean): Promise<void>;
  /** What it has handed over to be sent when it is gone. */
  readonly beacons: readonly string[];
  signIn(name?: string): Promise<void>;
  signOut(): Promise<void>;
  /** Ends the window; what waits stays in its browser. */
  close(): Promise<void>;
  /** From now on requests of this method wait for the function that is answered with. */
  hold(method: string): () => void;
}

/** Opens a window of a browser on an office that listens at an address. */
export async function openDesk(
  url: string,
  browser: Browser = createBrowser(),
  window = 'window',
): Promise<OpenDesk> {
  const held = new Map<string, Promise<void>>();
  const beacons: string[] = [];
  const reception = await openReception({
    url,
    window,
    storage: browser.storage,
    beacon: (_, json) => beacons.push(json) > 0,
    clock: systemClock,
    random: systemRandom,
    houseToken: () => Promise.resolve('house-acme'),
    async fetch(input, init) {
      const request = new Request(input, init);
      await held.get(request.method);
      if (browser.cookie !== '') request.headers.set('cookie', browser.cookie);
      const response = await fetch(request);
      browser.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? browser.cookie;
      return response;
    },
  });
  const until = (what: (state: OfficeState) => boolean) =>
    new Promise<void>((done) => {
      let leaveStore = () => {};
      let leaveReception = () => {};
      const look = () => {
        if (!what(reception.getOffice().store.getState())) return;
        leaveStore();
        leaveReception();
        done();
      };
      const enter = () => {
        leaveStore();
        leaveStore = reception.getOffice().store.subscribe(look);
        look();
      };
      leaveReception = reception.subscribe(enter);
      enter();
    });
  return {
    get office() {
      return reception.getOffice();
    },
    until,
    beacons,
    async signIn(name = 'mara') {
      await reception.getOffice().signIn(name, SAMPLE_PASSWORD);
      await until(({ auth }) => auth.phase === 'signed-in');
    },
    async signOut() {
      await reception.getOffice().signOut();
      await until(({ auth }) => auth.phase === 'signed-out' && reception.getOffice().seat.moderator === '');
    },
    close: () => reception.stop(),
    hold(method) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(method, promise);
      return () => {
        held.delete(method);
        resolve();
      };
    },
  };
}
