import { combineReducers, configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Hub } from '@statehouse/hub';
import { joinHub } from '@statehouse/redux/hub';
import type { ContenderOptions, Meter } from '../../contest/meter.ts';
import { settledBytes } from '../../contest/settled-bytes.ts';
import { Stopwatch, waitedMs } from '../../contest/stopwatch.ts';
import { consume, type Timed, timedMeter } from '../../contest/timed-meter.ts';
import type { HubCase } from '../hub-case.ts';

const STORES = 100;
const SUBSCRIBERS = 100;
const LONG_RUN = 1_000_000;
/** Journals of the usual size are full after so many. */
const FULL_JOURNAL = 100_000;
const OBSERVED = 5_000;

/** Actions of a Redux Toolkit store as it is in production: three slices, thunks, one subscriber. */
export const reduxDispatch: HubCase = async ({ createHub }, options) => {
  check(createHub?.());
  return [
    timedMeter(dispatching('redux-dispatch', 1, createHub?.()), options),
    timedMeter(dispatching('redux-100-stores', STORES, createHub?.()), options),
    slowestOfAHundred(createHub?.(), options),
    growth(createHub?.(), options),
  ];
};

function openStore(name: string, hub: Hub | undefined, subscribers = 1) {
  const added = createSlice({
    name: 'count',
    initialState: { value: 0, last: 0 },
    reducers: {
      by(state, { payload }: PayloadAction<number>) {
        state.value += payload;
        state.last = payload;
      },
    },
  });
  const other = createSlice({ name: 'other', initialState: { open: true }, reducers: { closed: () => {} } });
  const store = configureStore({
    reducer: combineReducers({ count: added.reducer, other: other.reducer, third: other.reducer }),
    middleware: (defaults) =>
      defaults({ serializableCheck: false, immutableCheck: false, actionCreatorCheck: false }),
    devTools: false,
    enhancers: (defaults) => (hub === undefined ? defaults() : joinHub(hub, name)(defaults)),
  });
  for (let count = 0; count < subscribers; count += 1)
    store.subscribe(() => consume(store.getState().count.last));
  return {
    add: (by: number) => void store.dispatch(added.actions.by(by)),
    total: () => store.getState().count.value,
  };
}

/** That all ways do the same thing, and the hub knows of it. */
function check(hub: Hub | undefined): void {
  const { add, total } = openStore('checked', hub);
  for (let by = 1; by <= 10; by += 1) add(by);
  const entries = hub === undefined ? 11 : hub.journal.length;
  if (total() !== 55 || entries !== 11) throw new Error(`${total()} after 10 actions, ${entries} entries`);
}

function dispatching(name: string, count: number, hub: Hub | undefined): Timed {
  const stores = Array.from({ length: count }, (_, at) => openStore(`store ${at}`, hub));
  const stopwatch = new Stopwatch();
  let next = 0;
  return {
    case: name,
    metric: 'per-change',
    unit: 'us',
    collects: 'young',
    n: count,
    run(operations) {
      stopwatch.start();
      for (let done = 0; done < operations; done += 1) {
        next = next + 1 === count ? 0 : next + 1;
        stores[next]?.add(done & 7);
      }
      return stopwatch.stop();
    },
  };
}

/** The 99th percentile of single dispatches to a hundred subscribers, each timed by itself. */
function slowestOfAHundred(hub: Hub | undefined, { quick }: ContenderOptions): Meter {
  const store = openStore('observed', hub, SUBSCRIBERS);
  const observed = quick ? OBSERVED / 5 : OBSERVED;
  return {
    case: 'redux-100-subscribers',
    metric: 'p99',
    unit: 'us',
    n: SUBSCRIBERS,
    sample() {
      const times = new Float64Array(observed);
      for (let at = 0; at < observed; at += 1) {
        const [startMs, startWaitedMs] = [performance.now(), waitedMs()];
        store.add(at & 7);
        const elapsedMs = performance.now() - startMs;
        times[at] = Math.max(0, elapsedMs - (waitedMs() - startWaitedMs));
      }
      return (times.sort()[Math.floor(observed * 0.99)] ?? Number.NaN) * 1_000;
    },
  };
}

/** What a million actions with a hundred subscribers leave behind, once the journal is full. */
function growth(hub: Hub | undefined, { quick }: ContenderOptions): Meter {
  const actions = quick ? FULL_JOURNAL : LONG_RUN;
  const store = openStore('long run', hub, SUBSCRIBERS);
  return {
    case: 'redux-long-run',
    metric: 'growth',
    unit: 'bytes',
    n: actions,
    mostSamples: 1,
    sample() {
      for (let done = 0; done < FULL_JOURNAL; done += 1) store.add(done & 7);
      const before = settledBytes();
      for (let done = 0; done < actions; done += 1) store.add(done & 7);
      return settledBytes() - before;
    },
  };
}
