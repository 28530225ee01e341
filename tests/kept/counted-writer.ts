import { createPlainStore } from '@statehouse/hub';
import { persistStore } from '@statehouse/persist';
import type { KeyValueStore } from '@statehouse/storage';

/** A state of which everything follows from the count, so that each says of itself whether there ever was such a one. */
export interface Counted {
  readonly count: number;
  /** The last number of each remainder. */
  readonly words: Readonly<Record<string, number>>;
  /** The last numbers. */
  readonly last: readonly number[];
}

const REMAINDERS = 7;
const LAST = 20;

function next({ count, words, last }: Counted): Counted {
  const number = count + 1;
  return {
    count: number,
    words: { ...words, [`k${number % REMAINDERS}`]: number },
    last: [...last, number].slice(-LAST),
  };
}

/** The state with a count. */
export function countedAt(count: number): Counted {
  let state: Counted = { count: Math.max(0, count - LAST - REMAINDERS), words: {}, last: [] };
  while (state.count < count) state = next(state);
  return state;
}

/**
 * Counts for ever, keeps what it counts, and says so: first `restored <state>`, then `saved <count>` for each count that
 * was reported as durable. Writes of all kinds happen: records, snapshots, changes during a write.
 */
export async function countUntilKilled(storage: KeyValueStore, say: (line: string) => void): Promise<void> {
  const store = createPlainStore<Counted, 'count'>({
    initial: countedAt(0),
    reduce: next,
    nameOf: () => 'count',
  });
  const kept = persistStore(store, { storage, key: 'counted', debounceMs: 1, maxRecords: 15 });
  await kept.restored;
  if (kept.status.damage !== undefined) say(`damaged ${kept.status.damage.problem}`);
  say(`restored ${JSON.stringify(store.getState())}`);
  kept.subscribe(({ isSaved }) => {
    if (isSaved) say(`saved ${store.getState().count}`);
  });
  for (let round = 0; ; round += 1) {
    for (let times = 0; times <= round % 4; times += 1) store.dispatch('count');
    const flushed = kept.flush();
    if (round % 3 === 0) store.dispatch('count');
    await flushed;
    // Once in a while it rests, so that the last state is saved.
    if (round % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
