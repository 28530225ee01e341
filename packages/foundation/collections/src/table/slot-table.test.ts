import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isStatehouseError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { emptyTable, tableFrom } from './slot-table.ts';
import type { Table } from './table.ts';
import { diffTables } from './table-diff.ts';

interface Entity {
  readonly id: string;
  readonly value: number;
}

const idOf = ({ id }: Entity) => id;
const entity = (id: string, value = 0): Entity => ({ id, value });
const numbered = (count: number, spell: (index: number) => string = String) =>
  Array.from({ length: count }, (_, index) => entity(spell(index), index));

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isStatehouseError(error)) return error.code;
    throw error;
  }
  return 'none';
}

test('a change that changes nothing answers the same table', () => {
  const table = tableFrom([entity('a')], idOf);
  const [a] = table;
  expect(a && table.set(a)).toBe(table);
  expect(table.delete('b')).toBe(table);
  expect(table.batch(() => {})).toBe(table);
});

test('ids that objects have names for are ids like others', () => {
  const ids = ['__proto__', 'constructor', 'toString', '', 'hasOwnProperty'];
  const table = tableFrom(
    ids.map((id) => entity(id)),
    idOf,
  );
  expect(ids.map((id) => table.get(id)?.id)).toEqual(ids);
  expect(tableFrom([entity('a')], idOf).get('constructor')).toBeUndefined();
});

test('two entities of one id, or one without, are refused before there is a table', () => {
  expect(codeOf(() => tableFrom([entity('a'), entity('a', 1)], idOf))).toBe('collections/duplicate-id');
  const twice = numbered(200_000);
  twice.push(entity('77'));
  expect(codeOf(() => tableFrom(twice, idOf))).toBe('collections/duplicate-id');
  const foreign: { id: string }[] = JSON.parse('[{"id": 7}]');
  expect(codeOf(() => tableFrom(foreign, ({ id }) => id))).toBe('collections/invalid-id');
  const table = emptyTable<{ id: string }>(({ id }) => id);
  expect(codeOf(() => table.set(JSON.parse('{}')))).toBe('collections/invalid-id');
});

test('a batch that throws leaves the table as it was, and its draft is dead', () => {
  const table = tableFrom(numbered(3), idOf);
  let kept: { set(one: Entity): void } | undefined;
  expect(() =>
    table.batch((draft) => {
      kept = draft;
      draft.set(entity('new'));
      draft.delete('0');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect([...table]).toEqual(numbered(3));
  expect(table.has('new')).toBe(false);
  expect(() => kept?.set(entity('x'))).toThrow('after its batch');
});

test('it shows as its entities', () => {
  const table = tableFrom(numbered(2), idOf);
  expect(JSON.parse(JSON.stringify(table))).toEqual(numbered(2));
  expect(inspect(table)).toBe("Table(2) [ { id: '0', value: 0 }, { id: '1', value: 1 } ]");
});

test('a difference is as long as what changed, and visits no more', () => {
  const before = tableFrom(numbered(100_000), idOf);
  let asked = 0;
  const watched = tableFrom(numbered(100_000), (one: Entity) => {
    asked += 1;
    return one.id;
  });
  const after = watched.batch((draft) => {
    for (let index = 0; index < 50; index += 1) draft.set(entity(String(index * 1_999), -1));
  });
  asked = 0;
  expect(diffTables(watched, after)).toHaveLength(50);
  expect(asked).toBe(50);
  expect(diffTables(before, tableFrom(before, idOf))).toEqual([]);
});

test('a difference of which more than so much is of no use is not read to its end', () => {
  let asked = 0;
  const before = tableFrom(numbered(100_000), (one: Entity) => {
    asked += 1;
    return one.id;
  });
  const after = before.batch((draft) => {
    for (let index = 0; index < 50_000; index += 1) draft.set(entity(String(index), -1));
  });
  asked = 0;
  expect(diffTables(before, after, 100)).toHaveLength(101);
  expect(asked).toBe(101);
  const again = before.batch((draft) => {
    for (let index = 0; index < 60; index += 1) draft.delete(String(index));
    for (let index = 0; index < 60; index += 1) draft.set(entity(String(index), -1));
  });
  expect(diffTables(before, again)).toHaveLength(60);
  expect(diffTables(before, again, 60).length).toBeGreaterThan(60);
  expect(diffTables(before, again, 120)).toHaveLength(60);
});

test('ids chosen to collide are found with no more looks than others', () => {
  const alike = (index: number) => `${index}${'.'.repeat(40)}the same at every place that is looked at`;
  const looks = (spell: (index: number) => string) => {
    let asked = 0;
    const table = tableFrom(numbered(150_000, spell), (one: Entity) => {
      asked += 1;
      return one.id;
    });
    asked = 0;
    for (let index = 0; index < 150_000; index += 7) expectThere(table, spell(index), index);
    return asked;
  };
  expect(looks(alike)).toBeLessThanOrEqual(looks((index) => `entity-${index}`));
});

test('very many ids that are alike at their end are found', () => {
  const spell = (index: number) => `${index}-posts`;
  const table = tableFrom(numbered(150_000, spell), idOf);
  for (let index = 0; index < 150_000; index += 7) expectThere(table, spell(index), index);
  expect(table.has('150000-posts')).toBe(false);
});

function expectThere(table: Table<Entity>, id: string, value: number): void {
  if (table.get(id)?.value !== value) throw new Error(`${id} is not there`);
}

test('versions that are held stay right while ids come and go under them', () => {
  const held: { readonly table: Table<Entity>; readonly from: number }[] = [];
  let table = tableFrom(numbered(2_000), idOf);
  for (let step = 0; step < 1_000; step += 1) {
    held.push({ table, from: step * 20 });
    table = table.batch((draft) => {
      for (let index = step * 20; index < step * 20 + 20; index += 1) {
        draft.delete(String(index));
        draft.set(entity(String(index + 2_000), index + 2_000));
      }
    });
  }
  for (const { table: version, from } of held) {
    expect(version.size).toBe(2_000);
    expectThere(version, String(from), from);
    expectThere(version, String(from + 1_999), from + 1_999);
    expect(version.has(String(from - 1))).toBe(false);
    expect(version.has(String(from + 2_000))).toBe(false);
  }
});

test('what is deleted gives its memory back, however much came and went', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = async () => {
    // What the compiler looks at beside the program is held until its turn is over.
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise(setImmediate);
      collect();
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = await used();
  let table = tableFrom(numbered(300_000), idOf);
  const loaded = (await used()) - before;
  table = table.batch((draft) => {
    for (let index = 0; index < 299_000; index += 1) draft.delete(String(index));
  });
  expect(table.size).toBe(1_000);
  expect((await used()) - before).toBeLessThan(loaded / 20);
  table = table.batch((draft) => {
    for (const id of table.ids()) draft.delete(id);
  });
  expect(table.size).toBe(0);
  expect((await used()) - before).toBeLessThan(loaded / 20);
});
