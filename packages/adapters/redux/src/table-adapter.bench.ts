/**
 * Case reducers of a slice on this adapter and on Redux Toolkit's, with Immer as it is in an application. Medians of runs in turns.
 * From the root of the repository:
 * `NODE_ENV=production npm exec -- node --conditions=statehouse-source packages/adapters/redux/src/table-adapter.bench.ts [n…]`
 */
import { createEntityAdapter, createSlice, type EntityAdapter } from '@reduxjs/toolkit';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { createTableAdapter } from './table-adapter.ts';

interface Row {
  id: string;
  title: string;
  ownerId: string;
  status: string;
  score: number;
  updatedAt: number;
}

const byScore = (a: Row, b: Row) => a.score - b.score;

function createRow(at: number): Row {
  return {
    id: `row-${at}`,
    title: `Row ${at}`,
    ownerId: `owner-${at % 100}`,
    status: 'open',
    score: (at * 7919) % 100_003,
    updatedAt: 0,
  };
}

function createContender(adapter: EntityAdapter<Row, string>, rows: readonly Row[]) {
  const slice = createSlice({
    name: 'rows',
    initialState: adapter.getInitialState(),
    reducers: {
      loaded: adapter.setAll,
      added: adapter.addOne,
      changed: adapter.updateOne,
      changedMany: adapter.updateMany,
      removed: adapter.removeOne,
    },
  });
  const { loaded, added, changed, changedMany, removed } = slice.actions;
  const { selectById } = adapter.getSelectors();
  let state = slice.reducer(undefined, loaded(rows));
  const { length } = rows;
  const random = seededRandom(length);
  let fresh = length;
  const draw = () => `row-${drawInt(random, length)}`;
  const update = () => ({ id: draw(), changes: { updatedAt: drawInt(random, 1e9) } });
  return {
    updateOne() {
      state = slice.reducer(state, changed(update()));
    },
    'updateOne, moved': () => {
      state = slice.reducer(state, changed({ id: draw(), changes: { score: drawInt(random, 100_003) } }));
    },
    'updateMany of 1,000': () => {
      state = slice.reducer(state, changedMany(Array.from({ length: 1000 }, update)));
    },
    'addOne and removeOne': () => {
      const row = createRow(fresh);
      fresh += 1;
      state = slice.reducer(slice.reducer(state, added(row)), removed(row.id));
    },
    'selectById, 1,000 times': () => {
      for (let count = 0; count < 1000; count += 1) selectById(state, draw());
    },
    'state.entities[id], 1,000 times': () => {
      for (let count = 0; count < 1000; count += 1) if (state.entities[draw()] === undefined) fresh += 1;
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >>> 1] ?? Number.NaN;
}

/** Microseconds of one call: the median of batches that take a millisecond or more, the contenders in turns. */
function compare(runs: readonly (() => void)[]): number[] {
  const calls = runs.map((run) => {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < 2 || count < 2) {
      run();
      count += 1;
    }
    return Math.max(1, Math.ceil(count / (performance.now() - start)));
  });
  const times: number[][] = runs.map(() => []);
  const end = performance.now() + 2500;
  for (let round = 0; round < 5 || (round < 200 && performance.now() < end); round += 1) {
    runs.forEach((run, at) => {
      const start = performance.now();
      for (let call = 0; call < (calls[at] ?? 1); call += 1) run();
      times[at]?.push(((performance.now() - start) * 1000) / (calls[at] ?? 1));
    });
  }
  return times.map(median);
}

function micros(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} µs`.padStart(14);
}

function measure(count: number, order: string, options: { sortComparer?: typeof byScore }): void {
  const rows = Array.from({ length: count }, (_, at) => createRow(at));
  const theirs = createContender(createEntityAdapter<Row>(options), structuredClone(rows));
  const ours = createContender(createTableAdapter<Row>(options), rows);
  for (const [name, run] of Object.entries(ours)) {
    const other = Object.entries(theirs).find(([key]) => key === name)?.[1] ?? run;
    const [mine = 0, toolkit = 0] = compare([run, other]);
    const ratio = `${(toolkit / mine).toFixed(1)}x`.padStart(10);
    console.log(
      `${String(count).padStart(9)}  ${order}  ${name.padEnd(32)}${micros(mine)}${micros(toolkit)}${ratio}`,
    );
  }
}

const sizes = process.argv.slice(2).map(Number);
console.log(
  `${'n'.padStart(9)}  order     ${'case'.padEnd(32)}${'table'.padStart(14)}${'toolkit'.padStart(14)}`,
);
for (const size of sizes.length > 0 ? sizes : [1000, 100_000]) {
  measure(size, 'none    ', {});
  measure(size, 'by score', { sortComparer: byScore });
}
