import { randomId, systemClock, systemRandom, systemTimers } from '@statehouse/kernel';
import { persistError } from '../errors.ts';
import type { ShareOptions, SharePlan } from './share-options.ts';
import type { SharedStatus } from './shared-status.ts';
import { Sharing } from './sharing.ts';
import type { SharableStore } from './store-binding.ts';

/** A store that all tabs have in common. */
export interface SharedStore {
  readonly status: SharedStatus;
  subscribe(listener: (status: SharedStatus) => void): () => void;
  /** Fulfilled when the store shows what the tabs have in common; rejected if what is kept cannot be read. */
  readonly restored: Promise<void>;
  /** Fulfilled when all that was changed here up to now is durable; rejected when the leader cannot write it. */
  flush(): Promise<void>;
  /** Deletes what is kept. The next change is kept again. */
  purge(): Promise<void>;
  /** Takes part no more; what is unsaved is written first, if there is a leader that does it. */
  stop(): Promise<void>;
}

/**
 * Keeps a store as `persistStore` does, in common with the other tabs: one tab leads, puts the changes of all in one order
 * and is the only one that writes; of two changes at the same path the later in that order holds, and all tabs show
 * the same. What the leader has not reported as durable is sent again to the next one, and done once.
 *
 * @throws StatehouseError `persist/not-restorable`
 */
export function shareStore(store: SharableStore, options: ShareOptions): SharedStore {
  if (store.restore === undefined) throw persistError('not-restorable');
  const plan = planFrom(options);
  return new Sharing(store, plan, tabId(plan), undefined);
}

/** With all that may be left out. */
export function planFrom(options: ShareOptions): SharePlan {
  const plan = {
    version: 1,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    pingMs: 1_000,
    patienceMs: 4_000,
    gatherMs: 100,
    ...options,
  };
  // A leader that is asked less often than that cannot be found to be silent.
  return { ...plan, patienceMs: Math.max(plan.patienceMs, 2 * plan.pingMs) };
}

/** Names a tab among all that ever open. */
export function tabId({ random }: SharePlan): string {
  return randomId(random, 12);
}
