import {
  type Backoff,
  type Clock,
  type JsonObject,
  type Random,
  type StatehouseError,
  systemClock,
  systemRandom,
  systemTimers,
  type Timers,
} from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import type { Tabs } from '@statehouse/storage/tabs';
import { alwaysOnline, type Connectivity } from './connectivity.ts';
import type { Failure } from './kept/kept-entry.ts';
import { laterStore } from './kept/later-store.ts';
import { withKeyHeader } from './request.ts';
import { judgeError } from './sending/judge.ts';

/** Asks the browser to wake a service worker when there is a network: `registration.sync` is one. */
export interface BackgroundSync {
  register(tag: string): Promise<void>;
}

export interface OfflineQueueOptions {
  /** Where it is kept; it may still be opening. All tabs open the same. */
  readonly store: KeyValueStore | PromiseLike<KeyValueStore>;
  /** Tells queues of one origin apart; `offline` unless told. One API has one queue. */
  readonly name?: string;
  /** The other tabs: `createWebTabs()` of `@statehouse/storage/tabs`. Left out: this is the only one. */
  readonly tabs?: Tabs;
  /** `browserConnectivity(window)`. Left out: there is always a network, and only the server may be away. */
  readonly connectivity?: Connectivity;
  readonly backgroundSync?: BackgroundSync;
  /** Between attempts at one entry; 1 s, doubled up to 5 min, unless told. */
  readonly backoff?: Backoff;
  /** An entry at which the server has failed so often counts as refused; 10 unless told. Without an answer it is tried for ever. */
  readonly poisonAfter?: number;
  /** Within so long whoever called a mutation is taken to have heard that it was refused, and it is not kept; 10 s unless told. */
  readonly heardWithinMs?: number;
  /** An answer that takes longer does not come any more; 30 s unless told. */
  readonly sendTimeoutMs?: number;
  /** A tab that leads and does not answer for so long is frozen, and another one takes over; 5 s unless told. */
  readonly leaderPatienceMs?: number;
  /** What a lane does behind a refused entry; `go on` unless told. */
  readonly whenRefused?: 'go on' | 'hold';
  /** What an error of the base query means; that of `fetchBaseQuery` unless told. */
  readonly judge?: (error: unknown) => Failure;
  /** Puts the key on a request; in a header `idempotency-key` unless told. */
  readonly withKey?: (request: JsonObject, key: string) => JsonObject;
  /** Told of damage, of a device that fails, of locks that cannot be had. Left out: the console is. */
  readonly onProblem?: (error: StatehouseError) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: Random;
}

/** The options with all that was left out. */
export interface SettledOptions extends Required<Omit<OfflineQueueOptions, 'store' | 'backgroundSync'>> {
  readonly store: KeyValueStore;
  readonly backgroundSync: BackgroundSync | undefined;
}

const defaultBackoff: Backoff = { initialMs: 1_000, maxMs: 300_000 };

export function settleOptions(options: OfflineQueueOptions): SettledOptions {
  return {
    name: 'offline',
    tabs: { locks: undefined, openChannel: undefined },
    connectivity: alwaysOnline,
    backgroundSync: undefined,
    backoff: defaultBackoff,
    poisonAfter: 10,
    heardWithinMs: 10_000,
    sendTimeoutMs: 30_000,
    leaderPatienceMs: 5_000,
    whenRefused: 'go on',
    judge: judgeError,
    withKey: withKeyHeader,
    onProblem: (error) => console.error(error),
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    ...options,
    store: laterStore(options.store),
  };
}
