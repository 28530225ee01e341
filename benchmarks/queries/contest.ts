import type { Contest } from '../contest/meter.ts';
import { queryMeters } from './query-meters.ts';

const COPIES_CELLS = { n: 1_000_000, reason: 'its own copy of ten million rows does not fit' };

export const queriesContest: Contest = {
  bench: 'queries',
  yardstick: 'tanstack-db',
  contenders: [
    {
      impl: 'statehouse',
      meters: async (options) =>
        queryMeters((await import('./contenders/statehouse.ts')).openStatehouseDatabase, options),
    },
    {
      impl: 'statehouse-collections',
      meters: async (options) =>
        queryMeters(
          (await import('./contenders/statehouse-collections.ts')).openStatehouseCollections,
          options,
        ),
    },
    {
      impl: 'native-map',
      meters: async (options) =>
        queryMeters((await import('./contenders/native-map.ts')).openNativeDatabase, options),
    },
    {
      impl: 'immutable',
      meters: async (options) =>
        queryMeters((await import('./contenders/immutable.ts')).openImmutableDatabase, options),
    },
    {
      impl: 'sorted-btree',
      meters: async (options) =>
        queryMeters((await import('./contenders/sorted-btree.ts')).openSortedBTreeDatabase, options),
    },
    {
      impl: 'tinybase',
      upTo: COPIES_CELLS,
      meters: async (options) =>
        queryMeters((await import('./contenders/tinybase.ts')).openTinyBaseDatabase, options),
    },
    {
      impl: 'tanstack-db',
      upTo: COPIES_CELLS,
      meters: async (options) =>
        queryMeters((await import('./contenders/tanstack-db.ts')).openTanStackDatabase, options),
    },
  ],
};
