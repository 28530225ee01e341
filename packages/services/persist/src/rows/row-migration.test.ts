import type { KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { ANN, allOf, device, idOf, passed, versionsOf } from './memory-device.fixture.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

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
