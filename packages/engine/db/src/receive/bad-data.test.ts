import { isStatehouseError } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { canonicalSnapshot } from '../snapshot-rows.ts';
import { type SampleSchema, sampleSchema } from '../testing/sample-schema.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { snapshotFromData } from './loaded-snapshot.ts';

type Data = { readonly [Table in keyof SampleSchema['tables']]?: unknown };

function database() {
  const db = createDatabase({ schema: sampleSchema, random: seededRandom(1), clock: new VirtualTime() });
  db.receiveTables({
    people: { id: 'p', name: 'P', email: 'p@x' },
    lists: { id: 'l', name: 'L' },
    items: { id: 'i', list: 'l', meta: { a: 1 } },
  });
  return db;
}

function refusal(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (isStatehouseError(error)) return { code: error.code, ...error.details };
    throw error;
  }
  return 'accepted';
}

/** Refused by both doors alike, and nothing has changed. */
function bothRefuse(data: Data, as: Record<string, unknown>): void {
  const db = database();
  const before = db.snapshot;
  expect(refusal(() => db.receiveTables(data))).toMatchObject(as);
  expect(refusal(() => snapshotFromData(sampleSchema, data))).toMatchObject(as);
  expect(db.snapshot).toBe(before);
  expect(db.log.version).toBe(1);
}

const circle: Record<string, unknown> = { deep: {} };
circle.deep = circle;

test.each<[why: string, data: Data, as: Record<string, unknown>]>([
  [
    'no id',
    { people: [{ id: 'a', name: 'A' }, { name: 'x' }] },
    { code: 'db/unreadable-row', table: 'people', at: 'people[1]', field: 'id' },
  ],
  ['no entity', { people: [null] }, { code: 'db/unreadable-row', table: 'people', at: 'people[0]' }],
  ['a map of no entities', { people: { a: 'x' } }, { code: 'db/unreadable-row', table: 'people' }],
  [
    'another id than its key',
    { people: { a: { id: 'b', name: 'B' } } },
    { code: 'db/unreadable-row', at: 'people.a' },
  ],
  [
    'a nested entity without an id',
    { lists: { id: 'm', name: 'M', owner: { name: 'x' } } },
    { code: 'db/unreadable-row', table: 'lists', id: 'm', field: 'owner' },
  ],
  [
    'a nested row without an id',
    { lists: { id: 'm', name: 'M', 'items.list': [{ title: 'x' }] } },
    { code: 'db/unreadable-row', table: 'items', id: 'm', at: 'lists.m.items.list[0]' },
  ],
  [
    'an empty id',
    { people: { id: '', name: 'x' } },
    { code: 'db/invalid-id', table: 'people', id: '', field: 'id' },
  ],
  [
    'a fraction for an id',
    { people: { id: 0.5, name: 'x' } },
    { code: 'db/invalid-id', table: 'people', field: 'id' },
  ],
  [
    'a truth value for an id',
    { people: { id: true, name: 'x' } },
    { code: 'db/invalid-id', table: 'people', field: 'id' },
  ],
  [
    'a truth value for a reference',
    { lists: { id: 'm', name: 'M', owner: true } },
    { code: 'db/wrong-type', table: 'lists', id: 'm', field: 'owner' },
  ],
  [
    '__proto__ as an id',
    { people: { id: '__proto__', name: 'x' } },
    { code: 'db/invalid-id', table: 'people', id: '__proto__', field: 'id' },
  ],
  [
    '__proto__ as a key',
    { people: JSON.parse('{"__proto__":{"name":"x"}}') },
    { code: 'db/invalid-id', table: 'people', id: '__proto__' },
  ],
  [
    'constructor as an id',
    { people: { id: 'constructor', name: 'x' } },
    { code: 'db/invalid-id', id: 'constructor' },
  ],
  [
    'prototype as an id',
    { people: { id: 'prototype', name: 'x' } },
    { code: 'db/invalid-id', id: 'prototype' },
  ],
  [
    'an unknown field',
    { people: { id: 'a', name: 'x', phone: 1 } },
    { code: 'db/unknown-field', table: 'people', id: 'a', field: 'phone' },
  ],
  [
    'a field named __proto__',
    { people: JSON.parse('{"id":"a","name":"x","__proto__":{"isAdmin":true}}') },
    { code: 'db/unknown-field', table: 'people', id: 'a', field: '__proto__' },
  ],
  [
    'a number for a string',
    { people: { id: 'a', name: 1 } },
    { code: 'db/wrong-type', table: 'people', id: 'a', field: 'name' },
  ],
  [
    'a string for a number',
    { items: { id: 'j', list: 'l', votes: '1' }, lists: { id: 'l', name: 'L' } },
    { code: 'db/wrong-type', table: 'items', id: 'j', field: 'votes' },
  ],
  [
    'a word for an enumeration',
    { lists: { id: 'm', name: 'M', color: 'mauve' } },
    { code: 'db/wrong-type', table: 'lists', id: 'm', field: 'color' },
  ],
  [
    'infinity',
    { items: { id: 'j', list: 'l', due: Number.POSITIVE_INFINITY }, lists: { id: 'l', name: 'L' } },
    { code: 'db/wrong-type', id: 'j', field: 'due' },
  ],
  [
    'a date',
    { items: { id: 'j', list: 'l', meta: new Date(0) }, lists: { id: 'l', name: 'L' } },
    { code: 'db/wrong-type', id: 'j', field: 'meta' },
  ],
  [
    'JSON that goes round in a circle',
    { items: { id: 'j', list: 'l', meta: circle }, lists: { id: 'l', name: 'L' } },
    { code: 'db/wrong-type', table: 'items', id: 'j', field: 'meta' },
  ],
  [
    'JSON with undefined in a list',
    { items: { id: 'j', list: 'l', meta: [undefined] }, lists: { id: 'l', name: 'L' } },
    { code: 'db/wrong-type', id: 'j', field: 'meta' },
  ],
  [
    'a field that must be given, undefined',
    { people: { id: 'a', name: undefined } },
    { code: 'db/missing-field', table: 'people', id: 'a', field: 'name' },
  ],
  [
    'null where there may be none',
    { people: { id: 'a', name: null } },
    { code: 'db/wrong-type', table: 'people', id: 'a', field: 'name' },
  ],
  [
    'a reference to nothing',
    { lists: { id: 'm', name: 'M', owner: 'nobody' } },
    { code: 'db/dangling-reference', table: 'lists', id: 'm', field: 'owner' },
  ],
  [
    'two holders of one key',
    {
      people: [
        { id: 'a', name: 'A', email: 'x' },
        { id: 'b', name: 'B', email: 'x' },
      ],
    },
    { code: 'db/unique-taken', table: 'people', id: 'b', field: 'email', holder: 'a' },
  ],
])(
  '%s is refused by receive and by a load, with table, id and field, and nothing happens',
  (_why, data, as) => {
    bothRefuse(data, as);
  },
);

test('an unknown table is refused', () => {
  const db = database();
  const data = JSON.parse('{"constructor": [], "nowhere": []}');
  expect(refusal(() => db.receiveTables(data))).toMatchObject({
    code: 'db/unknown-table',
    table: 'constructor',
  });
  expect(refusal(() => snapshotFromData(sampleSchema, data))).toMatchObject({ code: 'db/unknown-table' });
});

test('a load refuses an id that is listed twice, also once as a number; receive merges', () => {
  const people = [
    { id: 7, name: 'A' },
    { id: '7', email: 'a@x' },
  ];
  expect(refusal(() => snapshotFromData(sampleSchema, { people }))).toEqual({
    code: 'db/duplicate-id',
    table: 'people',
    id: '7',
    field: 'id',
  });
  const db = database();
  db.receive('people', people);
  expect(db.snapshot.table('people').get('7')).toMatchObject({ name: 'A', email: 'a@x' });
});

test('a load refuses parents that go round in a circle', () => {
  const items = [
    { id: 'a', list: 'l', parent: 'c' },
    { id: 'b', list: 'l', parent: 'a' },
    { id: 'c', list: 'l', parent: 'b' },
  ];
  const load = () => snapshotFromData(sampleSchema, { lists: { id: 'l', name: 'L' }, items });
  expect(refusal(load)).toMatchObject({ code: 'db/parent-circle', table: 'items', field: 'parent' });
});

test('a wrong value for an entity that is there names it too', () => {
  const db = database();
  const before = db.snapshot;
  const wrong = { code: 'db/wrong-type', table: 'people', id: 'p', field: 'name' };
  expect(refusal(() => db.receive('people', { id: 'p', name: 7 }))).toMatchObject(wrong);
  expect(refusal(() => db.receive('items', { id: 'i', note: 7 }))).toMatchObject({
    ...wrong,
    table: 'items',
    id: 'i',
    field: 'note',
  });
  expect(db.snapshot).toBe(before);
});

test.each<[why: string, edit: (tx: Transaction<SampleSchema>) => unknown, as: Record<string, unknown>]>([
  [
    'a wrong type',
    (tx) => tx.people.modify('p', JSON.parse('{"name":1}')),
    { code: 'db/wrong-type', id: 'p', field: 'name' },
  ],
  [
    'a taken key',
    (tx) => tx.people.insert({ id: 'q', name: 'Q', email: 'p@x' }),
    { code: 'db/unique-taken', id: 'q', field: 'email', holder: 'p' },
  ],
  [
    'a taken key, by a change',
    (tx) => {
      tx.people.insert({ id: 'q', name: 'Q', email: 'q@x' });
      tx.people.modify('q', { email: 'p@x' });
    },
    { code: 'db/unique-taken', id: 'q', field: 'email', holder: 'p' },
  ],
  [
    'JSON in a circle',
    (tx) => Reflect.apply(tx.items.modify, tx.items, ['i', { meta: circle }]),
    { code: 'db/wrong-type', id: 'i', field: 'meta' },
  ],
  [
    'an id that is there',
    (tx) => tx.people.insert({ id: 'p', name: 'again' }),
    { code: 'db/id-taken', id: 'p' },
  ],
  [
    'a reserved id',
    (tx) => tx.people.insert({ id: '__proto__', name: 'x' }),
    { code: 'db/invalid-id', id: '__proto__', field: 'id' },
  ],
  [
    'a missing field',
    (tx) => tx.people.insert(JSON.parse('{"id":"q"}')),
    { code: 'db/missing-field', id: 'q', field: 'name' },
  ],
  [
    'a blocked path',
    (tx) => tx.items.patch('i', 'meta', ['a', 'b'], 1),
    { code: 'db/blocked-path', id: 'i', field: 'meta' },
  ],
  [
    'a counter past its range',
    (tx) => {
      tx.items.increment('i', 'votes', Number.MAX_SAFE_INTEGER);
      tx.items.increment('i', 'votes', 1);
    },
    { code: 'db/counter-range', id: 'i', field: 'votes' },
  ],
])('a transaction with %s is refused whole, with table, id and field', (_why, edit, as) => {
  const db = database();
  const before = canonicalSnapshot(db.snapshot);
  expect(refusal(() => db.transact(edit))).toMatchObject(as);
  expect(canonicalSnapshot(db.snapshot)).toBe(before);
});

test('keys may be swapped, handed on and taken over from the deleted, in one transaction', () => {
  const db = database();
  db.transact((tx) => tx.people.insert({ id: 'q', name: 'Q', email: 'q@x' }));
  db.transact((tx) => {
    tx.people.modify('p', { email: 'q@x' });
    tx.people.modify('q', { email: 'p@x' });
  });
  expect(db.snapshot.table('people').get('q')?.email).toBe('p@x');
  db.transact((tx) => {
    tx.people.insert({ id: 'r', name: 'R', email: 'p@x' });
    tx.people.delete('q');
  });
  expect(db.snapshot.table('people').get('r')?.email).toBe('p@x');
  expect(
    db.receive('people', [
      { id: 'p', email: null },
      { id: 's', name: 'S', email: 'q@x' },
    ]).conflicts,
  ).toEqual([]);
});

test('a reference that is sometimes null has a reverse index of those that are not', () => {
  const db = database();
  db.receive('lists', [
    { id: 'a', name: 'A', owner: 'p' },
    { id: 'b', name: 'B', owner: null },
    { id: 'c', name: 'C' },
  ]);
  const lists = () => db.snapshot.referrersOf('people', 'p', 'lists', 'owner');
  expect(lists()).toEqual(['a']);
  db.transact((tx) => {
    tx.lists.modify('a', { owner: null });
    tx.lists.modify('b', { owner: 'p' });
  });
  expect(lists()).toEqual(['b']);
});
