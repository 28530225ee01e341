import type { Contender, Contest } from '../contest/meter.ts';
import { tableMeters } from './table-meters.ts';

const COPIES = { n: 1_000_000, reason: 'every change copies the whole table' };
const COPIES_CELLS = { n: 1_000_000, reason: 'its own copy of ten million rows does not fit' };

const contenders: readonly Contender[] = [
  {
    impl: 'statehouse',
    meters: async (options) => {
      const { openStatehouse, openIndexedStatehouse } = await import('./contenders/statehouse.ts');
      return tableMeters(openStatehouse, options, { openIndexed: openIndexedStatehouse, longestPause: true });
    },
  },
  {
    impl: 'native-map',
    meters: async (options) => {
      const { openNativeMap, openIndexedNativeMap } = await import('./contenders/native-map.ts');
      return tableMeters(openNativeMap, options, { openIndexed: openIndexedNativeMap, longestPause: true });
    },
  },
  {
    impl: 'immutable',
    meters: async (options) =>
      tableMeters((await import('./contenders/immutable.ts')).openImmutable, options),
  },
  {
    impl: 'sorted-btree',
    meters: async (options) =>
      tableMeters((await import('./contenders/sorted-btree.ts')).openSortedBTree, options),
  },
  {
    impl: 'immer',
    upTo: COPIES,
    meters: async (options) => tableMeters((await import('./contenders/immer.ts')).openImmer, options),
  },
  {
    impl: 'mutative',
    upTo: COPIES,
    meters: async (options) => tableMeters((await import('./contenders/mutative.ts')).openMutative, options),
  },
  {
    impl: '@reduxjs/toolkit',
    upTo: COPIES,
    meters: async (options) =>
      tableMeters((await import('./contenders/redux-toolkit.ts')).openEntityAdapter, options),
  },
  {
    impl: 'tinybase',
    upTo: COPIES_CELLS,
    meters: async (options) => tableMeters((await import('./contenders/tinybase.ts')).openTinyBase, options),
  },
  {
    impl: 'tanstack-db',
    upTo: COPIES_CELLS,
    meters: async (options) =>
      tableMeters((await import('./contenders/tanstack-db.ts')).openTanStackDb, options),
  },
];

export const tablesContest: Contest = { bench: 'tables', yardstick: 'native-map', contenders };
