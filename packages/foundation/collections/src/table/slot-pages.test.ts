import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { SlotTable, tableFrom } from './slot-table.ts';
import type { Table } from './table.ts';

interface Entity {
  readonly id: string;
  readonly value: number;
}

const idOf = ({ id }: Entity) => id;
const numbered = (count: number): Entity[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), value: index }));

function readAll(table: Table<Entity>): number {
  let sum = 0;
  for (let index = 0; index < table.size; index += 1) sum += table.get(String(index))?.value ?? 0;
  return sum;
}

/** How many slots can be read from pages. */
function inPages(table: Table<Entity>): number {
  return table instanceof SlotTable ? table.pageList.flat().filter((item) => item !== undefined).length : 0;
}

test('the version that comes from another takes its pages along, and gives them to one that is read more', () => {
  const before = tableFrom(numbered(20_000), idOf);
  readAll(before);
  expect(inPages(before)).toBeGreaterThan(18_000);
  const after = before.set({ id: '7', value: 8 });
  expect(inPages(before)).toBe(0);
  expect(inPages(after)).toBeGreaterThan(18_000);
  expect(readAll(after)).toBe(readAll(before) + 1);
  expect(inPages(before)).toBeGreaterThan(18_000);
  expect(inPages(after)).toBe(0);
  expect(before.get('7')?.value).toBe(7);
  expect(after.get('7')?.value).toBe(8);
});

test('a batch that fails gives the pages back', () => {
  const table = tableFrom(numbered(20_000), idOf);
  readAll(table);
  const fails = () =>
    table.batch((draft) => {
      draft.set({ id: '7', value: 8 });
      throw new Error('this batch fails');
    });
  expect(fails).toThrow('this batch fails');
  expect(inPages(table)).toBeGreaterThan(18_000);
  expect(table.get('7')?.value).toBe(7);
});

test('slots that are mostly empty have hardly any pages', () => {
  const table = tableFrom(numbered(50_000), idOf).batch((draft) => {
    for (let index = 0; index < 50_000; index += 1) if (index % 10 !== 0) draft.delete(String(index));
  });
  for (let pass = 0; pass < 20; pass += 1) for (const id of table.ids()) table.get(id);
  expect(inPages(table)).toBeLessThan(table.size / 10);
});

test('an old version does not keep what a later one had', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = async () => {
    // What a weak reference has shown stays until the end of the turn.
    await setImmediate();
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = await used();
  const small = tableFrom(numbered(1_000), idOf);
  const grow = () =>
    small.batch((draft) => {
      for (const entity of numbered(100_000)) draft.set(entity);
    });
  let large: Table<Entity> | undefined = grow();
  readAll(large);
  expect(inPages(large)).toBeGreaterThan(90_000);
  const grown = (await used()) - before;
  large = undefined;
  // The ids stay known to all versions; the entities must not.
  expect((await used()) - before).toBeLessThan(grown * 0.7);
  expect(small.get('7')?.value).toBe(7);
});
