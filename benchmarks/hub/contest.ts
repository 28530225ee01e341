import type { Contest } from '../contest/meter.ts';
import type { HubCase } from './hub-case.ts';
import { WAYS } from './way.ts';

/** Every kind of store that the hub takes. */
const CASES: readonly HubCase[] = [
  async (way, options) => (await import('./cases/redux-dispatch.ts')).reduxDispatch(way, options),
  async (way, options) => (await import('./cases/db-transaction.ts')).dbTransaction(way, options),
  async (way, options) => (await import('./cases/xstate-event.ts')).xstateEvent(way, options),
];

/** What a change costs on the hub, beside the same store alone. */
export const hubContest: Contest = {
  bench: 'hub',
  yardstick: 'plain',
  onlyN: 1,
  contenders: WAYS.map((way) => ({
    impl: way.impl,
    async meters(options) {
      const meters = [];
      for (const each of CASES) meters.push(...(await each(way, options)));
      return meters;
    },
  })),
};
