import { isStatehouseError } from '@statehouse/kernel';
import { VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { dryRunRows } from './dry-run.ts';
import { type KeptRows, openRows, type RowsOptions } from './kept-rows.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

const ANN = { first: 'Ann', last: 'Lee', cents: 5 };

/** A device, and rows that are opened on it one after the other. */
function device() {
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

function idOf(at: number): string {
  return `p${String(at).padStart(4, '0')}`;
}

async function passed(time: VirtualTime, ms: number): Promise<void> {
  for (let count = 0; count < ms; count += 1) {
    time.advance(1);
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }
}

async function allOf(rows: KeptRows<unknown>): Promise<readonly (readonly [string, unknown])[]> {
  const found: (readonly [string, unknown])[] = [];
  for await (const page of rows.pages(7)) found.push(...page);
  return found;
}

function versionsOf(contents: ReadonlyMap<string, string>): readonly number[] {
  const found = [...contents.keys()].map((key) => Number(/\/rows\/(\d+)\//.exec(key)?.[1]));
  return [...new Set(found)].sort();
}

describe('rows of an older version', () => {
  test('are read as the new one at once, and moved in the background', async () => {
    const { contents, time, open, leave } = device();
    await leave(100);
    const rows = await open({ version: 3, maxChunkRows: 10 });
    expect(versionsOf(contents)).toEqual([1]);
    expect(await rows.get(idOf(42))).toEqual(personIn(3, { ...ANN, cents: 42 }));
    const all = Array.from({ length: 100 }, (_, at) => [idOf(at), personIn(3, { ...ANN, cents: at })]);
    expect(await allOf(rows)).toEqual(all);
    await passed(time, 4);
    expect([versionsOf(contents), rows.status.migration.phase]).toEqual([[1, 3], 'running']);
    expect(await allOf(rows)).toEqual(all);
    await passed(time, 30);
    expect([versionsOf(contents), rows.status.migration]).toEqual([[3], { phase: 'done', rowsMoved: 100 }]);
    expect(await allOf(rows)).toEqual(all);
  });

  test('are moved in slices of the thread, however slow a step is', async () => {
    const { time, open, leave } = device();
    await leave(200);
    let nowMs = 0;
    const steps = peopleSteps.map(({ to, up }) => ({
      to,
      up: (row: unknown) => {
        nowMs += 3;
        return up(row);
      },
    }));
    const rows = await open({ version: 2, migrations: steps, sliceMs: 8, stopwatch: { nowMs: () => nowMs } });
    let longestMs = 0;
    let turns = 0;
    while (rows.status.migration.phase === 'running') {
      const startMs = nowMs;
      await passed(time, 1);
      longestMs = Math.max(longestMs, nowMs - startMs);
      turns += 1;
    }
    expect(rows.status.migration).toEqual({ phase: 'done', rowsMoved: 200 });
    expect(longestMs).toBeLessThanOrEqual(11 + 3);
    expect(turns).toBeGreaterThan(50);
  });

  test('that an application writes or deletes meanwhile are as it left them', async () => {
    const { contents, time, open, leave } = device();
    await leave(30);
    const rows = await open({ version: 2, maxChunkRows: 5 });
    for (let at = 0; at < 30; at += 3) {
      const written = rows.write([
        { id: idOf(at), row: personIn(2, { ...ANN, cents: -1 }) },
        { id: idOf(29 - at), row: undefined },
      ]);
      await passed(time, 1);
      await written;
    }
    await passed(time, 30);
    expect(rows.status.migration.phase).toBe('done');
    for (let at = 0; at < 30; at += 3) {
      const isDeletedLater = (29 - at) % 3 === 0;
      expect(await rows.get(idOf(29 - at))).toBeUndefined();
      if (!isDeletedLater) expect(await rows.get(idOf(at))).toEqual(personIn(2, { ...ANN, cents: -1 }));
    }
    expect(versionsOf(contents)).toEqual([2]);
  });

  test('stay where they are when a step throws, and the next start goes on', async () => {
    const { contents, time, open, leave } = device();
    await leave(100);
    const before = new Map(contents);
    const broken = peopleSteps.map((step) => ({
      ...step,
      up: (row: unknown) => {
        if (JSON.stringify(row).includes(':57}')) throw new Error('no such person');
        return step.up(row);
      },
    }));
    const rows = await open({ version: 2, migrations: broken, maxChunkRows: 10 });
    await passed(time, 50);
    const { migration } = rows.status;
    expect(migration).toMatchObject({ phase: 'failed', rowsMoved: 50 });
    const problem = migration.phase === 'failed' ? migration.problem : undefined;
    expect(problem).toMatchObject({
      code: 'persist/row-not-migrated',
      details: { id: idOf(57), from: 1, to: 2 },
      cause: { code: 'persist/migration-failed' },
    });
    const left = [...contents].filter(([key]) => key.includes('/rows/0000000001/'));
    expect(left).toEqual([...before].slice(50));
    await expect(rows.get(idOf(57))).rejects.toMatchObject({ code: 'persist/row-not-migrated' });
    expect(await rows.get(idOf(58))).toEqual(personIn(2, { ...ANN, cents: 58 }));
    await rows.write([{ id: idOf(3), row: personIn(2, { ...ANN, cents: 1_000 }) }]);
    await rows.close();
    const again = await open({ version: 2, maxChunkRows: 10 });
    await passed(time, 50);
    expect(again.status.migration).toEqual({ phase: 'done', rowsMoved: 50 });
    expect((await allOf(again)).length).toBe(100);
    expect(await again.get(idOf(3))).toEqual(personIn(2, { ...ANN, cents: 1_000 }));
  });

  test('wait for a device that is full, and are moved when it no longer is', async () => {
    const { contents, time, open, optionsOf, leave } = device();
    await leave(20);
    const memory = optionsOf({}).storage;
    let isFull = true;
    const storage: KeyValueStore = {
      ...memory,
      write: (writes) => (isFull ? Promise.reject(new Error('full')) : memory.write(writes)),
    };
    const rows = await open({ version: 2, storage });
    await passed(time, 2_000);
    expect(rows.status.migration).toMatchObject({
      phase: 'waiting',
      problem: { code: 'persist/chunk-not-written' },
    });
    expect(await rows.get(idOf(7))).toEqual(personIn(2, { ...ANN, cents: 7 }));
    isFull = false;
    await passed(time, 10_000);
    expect([rows.status.migration.phase, versionsOf(contents)]).toEqual(['done', [2]]);
  });

  test('are still there when a write of the application fails while they are moved', async () => {
    const { contents, time, open, optionsOf, leave } = device();
    await leave(20);
    const memory = optionsOf({}).storage;
    const storage: KeyValueStore = {
      ...memory,
      write: (writes) =>
        writes.some(({ value }) => value?.includes('"first":"Zoë"'))
          ? new Promise((_, reject) => time.after(5, () => reject(new Error('no room'))))
          : memory.write(writes),
    };
    const rows = await open({ version: 2, storage, maxChunkRows: 20 });
    const written = rows.write([{ id: idOf(5), row: personIn(2, { ...ANN, first: 'Zoë' }) }]);
    await Promise.all([expect(written).rejects.toThrow('no room'), passed(time, 100)]);
    expect([rows.status.migration.phase, versionsOf(contents)]).toEqual(['done', [2]]);
    expect(await rows.get(idOf(5))).toEqual(personIn(2, { ...ANN, cents: 5 }));
  });

  test('are not deleted where the new ones are read back otherwise than they were written', async () => {
    const { contents, time, open, optionsOf, leave } = device();
    await leave(20);
    const memory = optionsOf({}).storage;
    const storage: KeyValueStore = {
      ...memory,
      get: async (key) => (await memory.get(key))?.replace('Ann', 'Ben'),
    };
    const rows = await open({ version: 2, storage });
    await passed(time, 20);
    expect(rows.status.migration).toMatchObject({ phase: 'failed', problem: { code: 'persist/damaged' } });
    expect([...contents.keys()].filter((key) => key.includes('/rows/0000000001/'))).toHaveLength(20);
  });
});

describe('rows of a newer version', () => {
  test('come down by their steps', async () => {
    const { contents, time, open } = device();
    const newer = await open({ version: 3 });
    await newer.write([{ id: 'ann', row: personIn(3, ANN) }]);
    await newer.close();
    const rows = await open({ version: 1 });
    expect(await rows.get('ann')).toEqual(personIn(1, ANN));
    await passed(time, 10);
    expect(versionsOf(contents)).toEqual([1]);
    expect(await rows.get('ann')).toEqual(personIn(1, ANN));
  });

  test('lose nothing on a way down that a program did not go to its end', async () => {
    const { contents, time, open } = device();
    const lossy = [
      {
        to: 2,
        up: () => ({ first: 'Ann', note: 'none' }),
        down: () => ({ first: 'Ann' }),
      },
    ];
    const newer = await open({ version: 2, migrations: lossy });
    await newer.write([{ id: 'ann', row: { first: 'Ann', note: 'likes tea' } }]);
    await newer.close();
    const before = new Map(contents);
    const older = await open({ version: 1, migrations: lossy });
    await passed(time, 10);
    await older.close();
    // As if it had died before it deleted what it had moved.
    for (const [key, value] of before) contents.set(key, value);
    const again = await open({ version: 2, migrations: lossy });
    expect(await again.get('ann')).toEqual({ first: 'Ann', note: 'likes tea' });
    await passed(time, 10);
    expect(versionsOf(contents)).toEqual([2]);
    expect(await again.get('ann')).toEqual({ first: 'Ann', note: 'likes tea' });
  });

  test.each([
    ['persist/newer-version', { version: 2, migrations: peopleSteps.map(({ to, up }) => ({ to, up })) }],
    ['persist/newer-version', { version: 2, migrations: [] }],
    ['persist/no-step', { version: 5 }],
  ])('without a way are %s, and nothing is written over', async (code, options) => {
    const { contents, time, open } = device();
    const newer = await open({ version: 3 });
    await newer.write([{ id: 'ann', row: personIn(3, ANN) }]);
    await newer.close();
    const before = new Map(contents);
    await expect(open(options)).rejects.toMatchObject({ code });
    await passed(time, 100);
    expect(contents).toEqual(before);
  });
});

describe('what is no row', () => {
  test('of foreign programs is told and left alone, whatever version it claims to be', async () => {
    const { contents, time, open } = device();
    const foreign = [
      'people/rows/0000000001/x',
      'people/rows/0000000009/x',
      'people/rows/0000000009/y',
      'people/rows/1',
      'people/rows/00000000010',
      'people/rows/5/x',
      'people/rows',
      'other/rows/0000000001/x',
    ];
    for (const key of foreign) contents.set(key, '<html>{{}}</html>');
    const rows = await open({ version: 2 });
    await rows.write([{ id: 'x', row: personIn(2, ANN) }]);
    await passed(time, 20);
    expect(await allOf(rows)).toEqual([['x', personIn(2, ANN)]]);
    for (const key of foreign.slice(1)) expect(contents.get(key)).toBe('<html>{{}}</html>');
    expect(rows.status.damagedKeys).toContain('people/rows/0000000009/y');
    expect(contents.get('people/aside/rows/0000000001/x') ?? '<html>{{}}</html>').toBe('<html>{{}}</html>');
  });

  test('because it was damaged counts as absent, is told, and is kept aside when its place is taken', async () => {
    const { contents, time, open, leave } = device();
    await leave(10);
    const key = `people/rows/0000000001/${idOf(4)}`;
    const damaged = `${contents.get(key)} `;
    contents.set(key, damaged);
    const rows = await open();
    expect(await rows.get(idOf(4))).toBeUndefined();
    expect((await allOf(rows)).length).toBe(9);
    expect(rows.status.damagedKeys).toEqual([key]);
    expect(contents.get(key)).toBe(damaged);
    await rows.write([{ id: idOf(4), row: personIn(1, ANN) }]);
    expect(contents.get(`people/aside/rows/0000000001/${idOf(4)}`)).toBe(damaged);
    expect(await rows.get(idOf(4))).toEqual(personIn(1, ANN));

    contents.set(`people/rows/0000000001/${idOf(7)}`, 'x');
    const newer = await open({ version: 2 });
    await passed(time, 20);
    expect(newer.status.migration.phase).toBe('done');
    expect(newer.status.damagedKeys).toEqual([`people/rows/0000000001/${idOf(7)}`]);
    expect(contents.get(`people/aside/rows/0000000001/${idOf(7)}`)).toBe('x');
    expect((await allOf(newer)).length).toBe(9);
  });

  test('for the application is refused by its id', async () => {
    const { open, leave } = device();
    await leave(3);
    const parse = (row: unknown) => {
      if (JSON.stringify(row).includes(':1}')) throw new Error('nobody has one cent');
      return row;
    };
    const rows = await open({ parse });
    await expect(rows.get(idOf(1))).rejects.toMatchObject({
      code: 'persist/row-refused',
      details: { id: idOf(1) },
    });
    expect(await rows.get(idOf(2))).toEqual(personIn(1, { ...ANN, cents: 2 }));
  });
});

describe('a dry run', () => {
  test('counts what would become of the rows, names the first that fail, and changes nothing', async () => {
    const { contents, time, optionsOf, leave, open } = device();
    await leave(500);
    const second = await open({ version: 2, migrations: peopleSteps });
    await second.write([{ id: 'zoe', row: personIn(2, ANN) }]);
    await second.close();
    contents.set(`people/rows/0000000001/${idOf(9)}`, 'x');
    const before = new Map(contents);
    const broken = peopleSteps.map((step) => ({
      ...step,
      up: (row: unknown) => {
        if (/:1\d0/.test(JSON.stringify(row))) throw new Error('no such person');
        return step.up(row);
      },
    }));
    const running = dryRunRows(optionsOf({ version: 3, migrations: broken }));
    await passed(time, 20);
    const report = await running;
    expect([...report.rowsByVersion]).toEqual([
      [1, 500],
      [2, 1],
    ]);
    expect([report.failures, report.damaged]).toEqual([10, 1]);
    expect(report.firstFailures.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, at) => idOf(100 + at * 10)),
    );
    expect(report.firstFailures.every(({ problem }) => isStatehouseError(problem))).toBe(true);
    expect(contents).toEqual(before);
  });
});
