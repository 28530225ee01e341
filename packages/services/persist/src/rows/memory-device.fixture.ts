import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore } from '@statehouse/storage';
import { type KeptRows, openRows, type RowsOptions } from './kept-rows.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

export const ANN = { first: 'Ann', last: 'Lee', cents: 5 };

/** A device, and rows that are opened on it one after the other. */
export function device() {
  const contents = new Map<string, string>();
  const time = new VirtualTime(1_000);
  const optionsOf = (options: Partial<RowsOptions<unknown>>): RowsOptions<unknown> => ({
    storage: createMemoryKeyValueStore(contents),
    key: 'people',
    migrations: peopleSteps,
    parse: (row) => row,
    timers: time,
    stopwatch: time,
    ...options,
  });
  const open = (options: Partial<RowsOptions<unknown>> = {}) => openRows(optionsOf(options));
  /** People of version 1, as an older program left them. */
  const leave = async (count: number) => {
    const rows = await open();
    await rows.write(
      Array.from({ length: count }, (_, at) => ({ id: idOf(at), row: personIn(1, { ...ANN, cents: at }) })),
    );
    await rows.close();
  };
  return { contents, time, open, optionsOf, leave };
}

export function idOf(at: number): string {
  return `p${String(at).padStart(4, '0')}`;
}

/** Lets time pass, and whatever waits for it. */
export async function passed(time: VirtualTime, ms: number): Promise<void> {
  for (let count = 0; count < ms; count += 1) {
    time.advance(1);
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }
}

export async function allOf(rows: KeptRows<unknown>): Promise<readonly (readonly [string, unknown])[]> {
  const found: (readonly [string, unknown])[] = [];
  for await (const page of rows.pages(7)) found.push(...page);
  return found;
}

/** The versions of the rows that lie on a device. */
export function versionsOf(contents: ReadonlyMap<string, string>): readonly number[] {
  const found = [...contents.keys()].map((key) => Number(/\/rows\/(\d+)\//.exec(key)?.[1]));
  return [...new Set(found)].sort();
}
