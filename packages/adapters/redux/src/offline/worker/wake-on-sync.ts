import {
  type Backoff,
  type Clock,
  type Random,
  type StatehouseError,
  systemClock,
  systemRandom,
  systemTimers,
  type Timers,
} from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import type { Tabs } from '@statehouse/storage/tabs';
import { alwaysOnline } from '../connectivity.ts';
import type { KeptEntry, StoredEntry } from '../kept/kept-entry.ts';
import { laterStore } from '../kept/later-store.ts';
import { MutationQueue } from '../mutation-queue.ts';
import { planSends } from '../sending/plan.ts';
import { syncTag } from '../sync-tag.ts';
import { sendPlainly } from './send-plainly.ts';

/** What is used of a service worker's scope. */
export interface SyncScope {
  addEventListener(type: 'sync', listener: (event: SyncWake) => void): void;
}

/** What is used of the event by which a browser says that there is a network. */
export interface SyncWake {
  readonly tag: string;
  waitUntil(work: Promise<unknown>): void;
}

export interface WakeOptions {
  /** The store of the tabs; it may still be opening. */
  readonly store: KeyValueStore | PromiseLike<KeyValueStore>;
  /** The name of the queue; `offline` unless told. */
  readonly name?: string;
  /** `createWebTabs()` of `@statehouse/storage/tabs`. */
  readonly tabs: Tabs;
  /** The `baseUrl` of the tabs' base query, in full. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** How long a tab has to say that it sends; 5 s unless told. */
  readonly leaderPatienceMs?: number;
  readonly sendTimeoutMs?: number;
  readonly onProblem?: (error: StatehouseError) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: Random;
}

/** Between attempts at one entry. The browser wakes the worker again if something is left over. */
const backoff: Backoff = { initialMs: 1_000, maxMs: 60_000 };

/**
 * Sends what a queue has left over when the browser says that there is a network (Background Sync). If a tab is open it is told, and
 * sends as ever; otherwise the worker sends itself what its endpoint has declared `tokenless`, in order, and leaves alone all that
 * stands behind something else.
 */
export function wakeOnSync(scope: SyncScope, options: WakeOptions): void {
  const { name = 'offline' } = options;
  scope.addEventListener('sync', (event) => {
    if (event.tag === syncTag(name)) event.waitUntil(sendLeftOver(options));
  });
}

/** Rejected if something is left over that may be sent later, so that the browser tries again. */
async function sendLeftOver(options: WakeOptions): Promise<void> {
  const { clock = systemClock, timers = systemTimers, random = systemRandom } = options;
  const { tabs, baseUrl, fetch, name = 'offline' } = options;
  let isTurnedAway = false;
  const maySend = ({ isTokenless }: StoredEntry) => isTokenless && !isTurnedAway;
  const idle = Promise.withResolvers<'sent' | 'left over'>();
  const queue: MutationQueue = new MutationQueue({
    ...{ name, store: laterStore(options.store), tabs, clock, timers, random, backoff },
    connectivity: alwaysOnline,
    poisonAfter: 10,
    whenRefused: 'go on',
    sendTimeoutMs: options.sendTimeoutMs ?? 30_000,
    leaderPatienceMs: options.leaderPatienceMs ?? 5_000,
    async send(entry, signal) {
      const attempt = await sendPlainly(entry, signal, { baseUrl, fetch, clock });
      // Here nobody signs in.
      isTurnedAway ||= attempt.verdict === 'unauthorized';
      return attempt;
    },
    maySend,
    onProblem: options.onProblem ?? ((error) => console.error(error)),
    onChange() {
      if (queue.isLeading && queue.kept !== undefined) {
        const left = leftOver(queue.kept, maySend, clock.nowMs());
        if (left !== undefined) idle.resolve(left);
      }
    },
  });
  await queue.start();
  // A tab that leads says so, and does it; if none does, this is done here.
  queue.ask({ kind: 'look' }).then(
    () => !queue.isLeading && idle.resolve('sent'),
    () => idle.resolve('left over'),
  );
  const end = await idle.promise;
  queue.stop();
  if (end === 'left over') throw new Error(`The queue ${name} has something left over`);
}

/** Whether the worker has done what it could; undefined while it is at it. */
function leftOver(
  kept: readonly KeptEntry[],
  maySend: (entry: StoredEntry) => boolean,
  nowMs: number,
): 'sent' | 'left over' | undefined {
  // What is on its way is due as well, as no lane counts as busy.
  const { due, wakeAtMs } = planSends({
    ...{ kept, busy: new Map(), nowMs, isHalted: false, whenRefused: 'go on' },
    maySend,
  });
  if (due.length > 0) return undefined;
  return wakeAtMs === undefined ? 'sent' : 'left over';
}
