import type { KeyValueStore } from '@statehouse/storage';
import { describe, expect, test } from 'vitest';
import { OpenRows } from './kept-rows.ts';
import { ANN, device, idOf, passed } from './memory-device.fixture.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

const keyOf = (version: number, at: number) => `people/rows/000000000${version}/${idOf(at)}`;
const asideOf = (version: number, at: number) => `people/aside/rows/000000000${version}/${idOf(at)}`;

describe('a damaged row', () => {
  test('is told once, whether it is read or moved first', async () => {
    const { contents, time, open, leave } = device();
    await leave(10);
    contents.set(keyOf(1, 4), 'x');
    const rows = await open({ version: 2 });
    expect(await rows.get(idOf(4))).toBeUndefined();
    await passed(time, 20);
    expect(await rows.get(idOf(4))).toBeUndefined();
    expect(rows.status).toMatchObject({
      migration: { phase: 'done' },
      damagedKeys: [keyOf(1, 4)],
    });
    expect(contents.get(asideOf(1, 4))).toBe('x');
  });

  test('is told with all others of its page', async () => {
    const { contents, open, leave } = device();
    await leave(20);
    for (const at of [1, 2, 3, 11, 12]) contents.set(keyOf(1, at), 'x');
    const rows = await open();
    const told: number[] = [];
    rows.subscribe(({ damagedKeys }) => told.push(damagedKeys.length));
    let sound = 0;
    for await (const page of rows.pages(10)) sound += page.length;
    expect(sound).toBe(15);
    await rows.get(idOf(1));
    expect(told).toEqual([3, 5]);
    contents.set(keyOf(1, 15), 'x');
    await rows.get(idOf(15));
    expect(told).toEqual([3, 5, 6]);
  });

  test('in the place to which a sound one is moved is kept aside, and told', async () => {
    const { contents, time, open, leave } = device();
    await leave(10);
    contents.set(keyOf(2, 4), 'x');
    const rows = await open({ version: 2 });
    await passed(time, 20);
    expect(await rows.get(idOf(4))).toEqual(personIn(2, { ...ANN, cents: 4 }));
    expect(rows.status.damagedKeys).toEqual([keyOf(2, 4)]);
    expect(contents.get(asideOf(2, 4))).toBe('x');
  });

  test('is kept aside by the write that takes its place, though one before it failed', async () => {
    const { contents, open, optionsOf, leave } = device();
    await leave(3);
    contents.set(keyOf(1, 1), 'x');
    const memory = optionsOf({}).storage;
    let isFull = true;
    const storage: KeyValueStore = {
      ...memory,
      write: (writes) => (isFull ? Promise.reject(new Error('full')) : memory.write(writes)),
    };
    const rows = await open({ storage });
    expect(await rows.get(idOf(1))).toBeUndefined();
    await expect(rows.write([{ id: idOf(1), row: personIn(1, ANN) }])).rejects.toThrow('full');
    isFull = false;
    await expect(
      rows.write([
        { id: idOf(1), row: personIn(1, ANN) },
        { id: idOf(2), row: () => 'no row' },
      ]),
    ).rejects.toMatchObject({ code: 'persist/not-storable' });
    await rows.write([{ id: idOf(1), row: personIn(1, ANN) }]);
    expect(contents.get(asideOf(1, 1))).toBe('x');
    expect(await rows.get(idOf(1))).toEqual(personIn(1, ANN));
    // What is damaged later is another one.
    contents.set(keyOf(1, 1), 'y');
    expect(await rows.get(idOf(1))).toBeUndefined();
    await rows.write([{ id: idOf(1), row: personIn(1, ANN) }]);
    expect(contents.get(asideOf(1, 1))).toBe('y');
    expect(rows.status.damagedKeys).toEqual([keyOf(1, 1)]);
  });

  test('is gone with all rows when they are deleted, and what was kept aside too', async () => {
    const { contents, time, optionsOf, leave } = device();
    await leave(10);
    contents.set(keyOf(1, 4), 'moved');
    const rows = await OpenRows.open(optionsOf({ version: 2 }));
    contents.set(keyOf(2, 7), 'moved to');
    contents.set(keyOf(2, 20), 'read');
    await rows.get(idOf(20));
    rows.start();
    await passed(time, 20);
    contents.set('people/rowsx', 'foreign');
    await rows.deleteAll();
    expect([...contents.keys()]).toEqual(['people/rowsx']);
    await rows.write([7, 20].map((at) => ({ id: idOf(at), row: personIn(2, ANN) })));
    expect([...contents.keys()]).toEqual(['people/rowsx', keyOf(2, 7), keyOf(2, 20)]);
    expect(rows.status).toMatchObject({ migration: { phase: 'done' }, damagedKeys: [] });
  });
});

test('rows that a codec cannot read, or a step made unfit to be stored, halt the migration with their id', async () => {
  const { time, open, leave } = device();
  await leave(10);
  const [toSecond] = peopleSteps;
  const up = (row: unknown) => (JSON.stringify(row).includes(':5}') ? () => 'no row' : toSecond?.up(row));
  const rows = await open({ version: 2, migrations: [{ to: 2, up }] });
  await passed(time, 20);
  expect(rows.status.migration).toMatchObject({
    phase: 'failed',
    problem: { code: 'persist/row-not-migrated', details: { id: idOf(5), from: 1, to: 2 } },
  });
  await expect(rows.get(idOf(6))).resolves.toEqual(personIn(2, { ...ANN, cents: 6 }));
});

test('one who listens and throws keeps nothing from being moved', async () => {
  const { time, open, leave } = device();
  await leave(10);
  const rows = await open({ version: 2, maxChunkRows: 3 });
  let heard = 0;
  rows.subscribe(() => {
    heard += 1;
    throw new Error('cannot listen');
  });
  let thrown = 0;
  for (let count = 0; count < 100; count += 1)
    await passed(time, 1).catch(() => {
      thrown += 1;
    });
  expect(rows.status.migration).toEqual({ phase: 'done', rowsMoved: 10 });
  expect(thrown).toBe(heard);
});
