import { isStatehouseError } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { createDatabase, type DatabaseOptions } from '../database.ts';
import { checkIntegrity } from '../integrity.ts';
import { type SampleSchema, sampleSchema } from '../testing/sample-schema.ts';
import type { ReceiveOptions } from './receive.ts';

function database(options: Partial<DatabaseOptions<SampleSchema>> = {}) {
  return createDatabase({
    schema: sampleSchema,
    random: seededRandom(1),
    clock: new VirtualTime(),
    client: 'me',
    ...options,
  });
}

function refusal(run: () => unknown): { code: string; details: unknown } {
  try {
    run();
  } catch (error) {
    if (isStatehouseError(error)) return { code: error.code, details: error.details };
    throw error;
  }
  return { code: 'ok', details: {} };
}

const nested: ReceiveOptions = {
  nested: { items: { table: 'items', via: 'list' }, subtasks: { table: 'items', via: 'parent' } },
};

test('nested data is taken apart by the schema, in one operation', () => {
  const db = database();
  const done = db.receive(
    'lists',
    {
      id: 1,
      name: 'Groceries',
      owner: { id: 7, name: 'Ann', boss: { id: 8, name: 'Eve' } },
      items: [
        { id: 10, note: 'Milk', votes: 2, tags: ['b', 'a', 'a'], assignees: [{ id: 8, name: 'Eve' }, 7] },
        {
          id: 11,
          note: 'Eggs',
          assignees: [],
          subtasks: [{ id: 12, list: 1, note: 'brown', unset: undefined }],
        },
      ],
    },
    nested,
  );
  expect(done).toEqual({
    counts: {
      lists: { inserted: 1, modified: 0, unchanged: 0, dropped: 0 },
      people: { inserted: 2, modified: 0, unchanged: 0, dropped: 0 },
      items: { inserted: 3, modified: 0, unchanged: 0, dropped: 0 },
    },
    dangling: [],
    conflicts: [],
  });
  expect(db.log.version).toBe(1);
  expect(db.snapshot.table('lists').get('1')).toMatchObject({ name: 'Groceries', owner: '7' });
  expect(db.snapshot.table('people').get('7')).toMatchObject({ name: 'Ann', boss: '8' });
  expect(db.snapshot.table('items').get('10')).toMatchObject({
    list: '1',
    votes: 2,
    tags: ['a', 'b'],
    assignees: ['8', '7'],
  });
  expect(db.snapshot.children('items')).toEqual(['10', '11']);
  expect(db.snapshot.children('items', '11')).toEqual(['12']);
  expect(db.snapshot.table('items').get('12')?.note.toString()).toBe('brown');
  expect(checkIntegrity(db.snapshot)).toEqual([]);
  expect(db.undo().kind).toBe('undone');
  expect(db.snapshot.table('people').size).toBe(0);
});

test('known entities are merged: absent fields stay, and only what differs is changed', () => {
  const db = database();
  db.receive('lists', { id: 'l', name: 'L' });
  const item = {
    id: 'i',
    list: 'l',
    note: 'hello world',
    title: 'T',
    votes: 3,
    tags: ['a', 'b'],
    meta: { a: 1 },
    done: true,
  };
  db.receive('items', item);
  const { operation } = db.log.entries.at(-1) ?? {};
  expect(operation?.edits).toHaveLength(1);
  expect(db.receive('items', item).counts.items).toMatchObject({ unchanged: 1, modified: 0 });
  expect(db.log.version).toBe(2);
  db.receive('items', { id: 'i', note: 'hello brave world', votes: 5, tags: ['b', 'c'], meta: { a: 2 } });
  expect(db.log.entries.at(-1)?.operation.edits).toEqual([
    {
      kind: 'modify',
      table: 'items',
      id: 'i',
      changes: {
        note: { kind: 'text', incarnation: 'me:2', delta: [6, 'brave '] },
        votes: { kind: 'add', amount: 2 },
        tags: { kind: 'members', include: ['c'], exclude: ['a'] },
        meta: { kind: 'set', value: { a: 2 } },
      },
    },
  ]);
  expect(db.snapshot.table('items').get('i')).toMatchObject({ title: 'T', done: true, list: 'l' });
});

test('places may be given, and stay where they are not', () => {
  const db = database();
  db.receive('lists', { id: 'l', name: 'L' });
  db.receive('items', [
    { id: 'b', list: 'l', position: 'b1' },
    { id: 'a', list: 'l', position: 'a1' },
    { id: 'c', list: 'l', parent: null },
    { id: 'd', list: 'l', parent: { id: 'c' } },
  ]);
  expect([db.snapshot.children('items'), db.snapshot.children('items', 'c')]).toEqual([
    ['a', 'b', 'c'],
    ['d'],
  ]);
  db.receive('items', [
    { id: 'a', parent: 'c' },
    { id: 'b', title: 'x' },
    { id: 'c', position: 'c1' },
  ]);
  expect([db.snapshot.children('items'), db.snapshot.children('items', 'c')]).toEqual([
    ['b', 'c'],
    ['d', 'a'],
  ]);
  const roundTrip = [...db.snapshot.table('items')].map((row) => ({ ...row, note: row.note.toString() }));
  expect(db.receive('items', roundTrip).counts.items).toMatchObject({ unchanged: 4 });
});

test('an entity that occurs often is one row, and of two values the later counts', () => {
  const db = database();
  const done = db.receive('people', [
    { id: 1, name: 'A' },
    { id: '1', email: 'a@x' },
    { id: 1, name: 'B' },
  ]);
  expect(done.counts.people).toMatchObject({ inserted: 1 });
  expect(db.snapshot.table('people').get('1')).toMatchObject({ name: 'B', email: 'a@x' });
});

test('rows come as maps by id as well, with or without their ids, and as Maps', () => {
  const db = database();
  db.receiveTables({
    people: { p: { name: 'P' }, 7: { id: 7, name: 'Q' }, id: { name: 'whose id is id' } },
    lists: new Map([['l', { name: 'L', owner: 'p' }]]),
    items: {
      i: {
        list: 'l',
        assignees: { p: { email: 'p@x' }, r: { name: 'R' } },
        'items.parent': { j: { list: 'l' } },
      },
    },
  });
  expect([...db.snapshot.table('people').ids()]).toEqual(['7', 'id', 'p', 'r']);
  expect(db.snapshot.table('people').get('p')).toMatchObject({ name: 'P', email: 'p@x' });
  expect(db.snapshot.table('lists').get('l')?.owner).toBe('p');
  expect(db.snapshot.table('items').get('i')?.assignees).toEqual(['p', 'r']);
  expect(db.snapshot.children('items', 'i')).toEqual(['j']);
  expect(db.receive('people', {}).counts).toEqual({});
});

test('rows that refer back may stand under `table.field`, in circles too', () => {
  const db = database();
  const list: Record<string, unknown> = { id: 'l', name: 'L' };
  const [one, other]: Record<string, unknown>[] = [{ id: 'a' }, { id: 'b', list }];
  list['items.list'] = [one, other];
  if (other !== undefined) other['items.parent'] = [one];
  db.receive('lists', list);
  expect(db.snapshot.children('items')).toEqual(['b']);
  expect(db.snapshot.children('items', 'b')).toEqual(['a']);
  expect(db.snapshot.referrersOf('lists', 'l', 'items', 'list')).toEqual(['a', 'b']);
  expect(refusal(() => db.receive('people', { id: 'p', name: 'P', 'items.list': [] })).code).toBe(
    'db/unknown-field',
  );
});

test('data that goes round in circles is taken apart as well', () => {
  const db = database();
  const ann: Record<string, unknown> = { id: 'ann', name: 'Ann' };
  const bob = { id: 'bob', name: 'Bob', boss: ann };
  ann.boss = bob;
  db.receive('people', ann);
  expect(db.snapshot.table('people').get('ann')?.boss).toBe('bob');
  expect(db.snapshot.table('people').get('bob')?.boss).toBe('ann');
});

test('rows may refer to rows that come later, in the same table or another', () => {
  const db = database();
  const { counts } = db.receiveTables({
    items: [
      { id: 'i', list: 'l', blockedBy: 'j' },
      { id: 'j', list: 'l' },
    ],
    lists: [{ id: 'l', name: 'L', owner: 'p' }],
    people: [{ id: 'p', name: 'P' }],
  });
  expect(Object.keys(counts).sort()).toEqual(['items', 'lists', 'people']);
  expect(checkIntegrity(db.snapshot)).toEqual([]);
});

test('a reference that leads nowhere is an error that names the row, and nothing is received', () => {
  const db = database();
  const dangling = (data: Record<string, unknown>, options?: ReceiveOptions) =>
    refusal(() => db.receiveTables(data, options));
  expect(
    dangling({
      lists: [
        { id: 'ok', name: 'x' },
        { id: 'l', name: 'x', owner: 'nobody' },
      ],
    }),
  ).toEqual({
    code: 'db/dangling-reference',
    details: { table: 'lists', id: 'l', field: 'owner', target: 'people' },
  });
  expect(dangling({ items: [{ id: 'i', list: 'nowhere' }] }, { dangling: 'keep' }).code).toBe(
    'db/dangling-reference',
  );
  expect(
    dangling({ lists: [{ id: 'l', name: 'x' }], items: [{ id: 'i', list: 'l', parent: 'gone' }] }),
  ).toMatchObject({ details: { field: 'parent' } });
  expect(db.log.version).toBe(0);
});

test('or it is emptied, if that is wished', () => {
  const db = database();
  const { dangling } = db.receiveTables(
    {
      lists: [{ id: 'l', name: 'x', owner: 'nobody' }],
      people: [{ id: 'p', name: 'P' }],
      items: [{ id: 'i', list: 'l', parent: 'gone', assignees: ['p', 'nobody'] }],
    },
    { dangling: 'keep' },
  );
  expect(dangling).toEqual([
    { table: 'lists', id: 'l', field: 'owner', target: 'people', missing: 'nobody' },
    { table: 'items', id: 'i', field: 'assignees', target: 'people', missing: 'nobody' },
    { table: 'items', id: 'i', field: 'parent', target: 'items', missing: 'gone' },
  ]);
  expect(db.snapshot.table('lists').get('l')?.owner).toBeNull();
  expect(db.snapshot.table('items').get('i')).toMatchObject({ parent: null, assignees: ['p'] });
});

test('or the row is kept out, and what refers to it', () => {
  const db = database();
  db.receive('people', { id: 'known', name: 'K' });
  const { counts } = db.receiveTables(
    {
      items: [
        { id: 'i', list: 'l' },
        { id: 'j', list: 'fine' },
        { id: 'k', list: 'fine', parent: 'i' },
        { id: 'm', list: 'fine', assignees: ['known'] },
        { id: 'n', list: 'fine', parent: 'gone' },
      ],
      lists: [
        { id: 'l', name: 'x', owner: 'nobody' },
        { id: 'fine', name: 'y' },
      ],
      people: [{ id: 'known', name: 'changed', boss: 'nobody' }],
    },
    { dangling: 'drop' },
  );
  expect(counts).toEqual({
    items: { inserted: 2, modified: 0, unchanged: 0, dropped: 3 },
    lists: { inserted: 1, modified: 0, unchanged: 0, dropped: 1 },
    people: { inserted: 0, modified: 0, unchanged: 0, dropped: 1 },
  });
  expect([...db.snapshot.table('items').ids()]).toEqual(['j', 'm']);
  expect(db.snapshot.table('people').get('known')?.name).toBe('K');
});

test('data that cannot be read is refused with the row and the reason', () => {
  const db = database();
  const read = (table: 'people' | 'lists' | 'items', data: unknown, options?: ReceiveOptions) =>
    refusal(() => db.receive(table, data, options));
  expect(read('people', 7).code).toBe('db/unreadable-row');
  expect(read('people', [null]).code).toBe('db/unreadable-row');
  expect(read('people', { name: 'x' }).code).toBe('db/unreadable-row');
  expect(read('lists', { id: 'l', name: 'x', owner: {} }).code).toBe('db/unreadable-row');
  expect(read('items', { id: 'l', assignees: 'p' }).code).toBe('db/unreadable-row');
  expect(read('people', { id: 1.5, name: 'x' }).code).toBe('db/invalid-id');
  expect(read('people', { id: '', name: 'x' })).toMatchObject({ code: 'db/invalid-id', details: { id: '' } });
  expect(read('people', { id: 'p', name: 'x', phone: 1 }).code).toBe('db/unknown-field');
  expect(read('people', { id: 'p', name: 'x', position: 'a1' }).code).toBe('db/unknown-field');
  expect(read('people', JSON.parse('{"id":"p","name":"x","__proto__":{"id":1}}')).code).toBe(
    'db/unknown-field',
  );
  expect(read('people', { id: 'p' })).toEqual({
    code: 'db/missing-field',
    details: { table: 'people', field: 'name', id: 'p' },
  });
  expect(read('people', { id: 'p', name: 7 })).toMatchObject({
    code: 'db/wrong-type',
    details: { id: 'p', field: 'name' },
  });
  expect(refusal(() => db.receiveTables(JSON.parse('{"nowhere": []}'))).code).toBe('db/unknown-table');
  db.receiveTables({ lists: { id: 'l', name: 'x' }, items: { id: 'i', list: 'l', note: 'n' } });
  expect(read('items', { id: 'i', note: 7 })).toMatchObject({ code: 'db/wrong-type', details: { id: 'i' } });
  expect(
    read('items', [
      { id: 'x', list: 'l', position: 'a-1' },
      { id: 'y', list: 'l' },
    ]),
  ).toMatchObject({ code: 'db/ill-formed', details: { id: 'x' } });
  expect(read('items', { id: 'i', tags: [1] }).code).toBe('db/wrong-type');
});

test('large data is several operations of one group, checked whole before the first, undone as one', () => {
  const db = database({ limits: { maxEdits: 50, maxBytes: 1_000_000 } });
  const people = Array.from({ length: 500 }, (_, at) => ({
    id: `p${at}`,
    name: `P${at}`,
    boss: at === 0 ? null : `p${at - 1}`,
  }));
  const lists = Array.from({ length: 20 }, (_, at) => ({ id: `l${at}`, name: `L${at}`, owner: `p${at}` }));
  const bad = refusal(() => db.receiveTables({ lists, people: [...people.toReversed(), { id: 'last' }] }));
  expect([bad.code, db.log.version]).toEqual(['db/missing-field', 0]);
  const { conflicts } = db.receiveTables({ lists, people: people.toReversed() });
  expect([
    conflicts,
    db.log.version,
    new Set(db.log.entries.map(({ operation }) => operation.group)).size,
  ]).toEqual([[], 11, 1]);
  expect(db.snapshot.table('people').get('p499')?.boss).toBe('p498');
  expect(checkIntegrity(db.snapshot)).toEqual([]);
  expect(db.undo()).toEqual({ kind: 'undone', skipped: [] });
  expect([db.snapshot.table('people').size, db.snapshot.table('lists').size]).toEqual([0, 0]);
  expect(db.redo()).toEqual({ kind: 'undone', skipped: [] });
  expect([db.snapshot.table('people').size, db.snapshot.table('lists').size]).toEqual([500, 20]);
  expect(checkIntegrity(db.snapshot)).toEqual([]);
});

test('what is received can be passed over by undo', () => {
  const db = database();
  db.receive('people', { id: 'p', name: 'P' }, { undoable: false, name: 'import' });
  expect(db.canUndo).toBe(false);
  expect(db.log.entries[0]?.operation.name).toBe('import');
});
