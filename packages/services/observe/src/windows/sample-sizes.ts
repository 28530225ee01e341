import type { Hub, Store, StoreStats } from '@statehouse/hub';
import type { SizeSample } from './window-ring.ts';

/** The sizes that the journal and the stores tell of themselves. O(stores). */
export function sampleSizes(hub: Hub): SizeSample {
  return {
    journalEntries: hub.journal.length,
    journalBytes: hub.journal.bytes,
    stores: hub.storeNames.map((store) => {
      const { entities, allocatedBytes } = statsOf(hub.store(store));
      return { store, entities, allocatedBytes };
    }),
  };
}

/** A store whose `stats` throws has no size; that it is watched must not be what fails. */
function statsOf(store: Store): StoreStats {
  try {
    return store.stats?.() ?? {};
  } catch {
    return {};
  }
}
