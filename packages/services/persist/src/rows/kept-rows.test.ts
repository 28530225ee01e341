import { describe, expect, test } from 'vitest';
import { ANN, allOf, device, idOf, passed, versionsOf } from './memory-device.fixture.ts';
import { peopleSteps, personIn } from './people.fixture.ts';

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
