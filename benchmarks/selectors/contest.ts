import type { Contest } from '../contest/meter.ts';
import { selectorMeters } from './selector-meters.ts';
import { SIZES } from './social-data.ts';

export const selectorsContest: Contest = {
  bench: 'selectors',
  yardstick: 'reselect',
  onlyN: SIZES.posts,
  contenders: [
    {
      impl: 'statehouse',
      meters: async (options) =>
        selectorMeters((await import('./contenders/statehouse.ts')).statehouseSelectors, options),
    },
    {
      impl: 'reselect',
      meters: async (options) =>
        selectorMeters((await import('./contenders/reselect.ts')).reselectSelectors, options),
    },
    {
      impl: '@reduxjs/toolkit',
      meters: async (options) =>
        selectorMeters((await import('./contenders/redux-toolkit.ts')).reduxToolkitSelectors, options),
    },
    {
      impl: 'immer',
      meters: async (options) =>
        selectorMeters((await import('./contenders/immer.ts')).immerSelectors, options),
    },
  ],
};
