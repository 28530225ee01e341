import type { Clock, Random } from '@statehouse/kernel';
import type { LeavingPage } from '@statehouse/observe/analytics';
import type { BackgroundSync, Connectivity } from '@statehouse/redux/offline';
import type { KeyValueStore } from '@statehouse/storage';
import type { Tabs } from '@statehouse/storage/tabs';

/** What an office gets from the page that it is in. */
export interface OfficePorts {
  /** Of the server's part, with the slash at its end. */
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  /** Names this window to the server. */
  readonly window: string;
  /** Says to the server who this is in the house: nobody else may sign in. */
  readonly houseToken: () => Promise<string>;
  /** Where filters and what waits to be sent are kept. */
  readonly storage: KeyValueStore;
  /** Whether this device has a network. Left out: it always has. */
  readonly connectivity?: Connectivity;
  /** Names what waits to be sent, here and to the other windows: one name for each person. */
  readonly queue?: string;
  /** The other windows of this browser. Left out: there is one only. */
  readonly tabs?: Tabs;
  /** Has the browser wake a worker when there is a network. Left out: what waits is sent by the next window. */
  readonly backgroundSync?: BackgroundSync;
  /** Hands JSON over to be sent when the page is gone, and says whether it was taken. Left out: what is left then is lost. */
  readonly beacon?: (address: string, json: string) => boolean;
  /** Says when the page goes away. */
  readonly page?: LeavingPage;
  readonly clock: Clock;
  readonly random: Random;
}
