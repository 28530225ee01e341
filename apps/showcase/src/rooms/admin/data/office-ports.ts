import type { Clock, Random } from '@statehouse/kernel';
import type { Connectivity } from '@statehouse/redux/offline';
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
  readonly clock: Clock;
  readonly random: Random;
}
