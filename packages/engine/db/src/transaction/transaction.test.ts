import type { StandardSchemaV1 } from '@standard-schema/spec';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { json, string } from '../field.ts';
import { defineSchema } from '../schema.ts';
import { snapshotFromRows } from '../snapshot.ts';
import { table } from '../table-definition.ts';
import { codeOf, database, item, list, refused, type Tx, withItem } from '../testing/sample-database.ts';
import { sampleSchema } from '../testing/sample-schema.ts';

test('a transaction is one operation, whose value, effect and conflicts come back', () => {
  const db = database();
  const done = db.transact((tx) => {
    const id = tx.lists.insert({ name: 'Groceries' });
    tx.items.insert({ list: id, note: 'Milk', tags: ['b', 'a', 'b'] });
    return id;
  });
  expect(done.value).toMatch(/^[0-9A-Za-z]{16}$/);
  expect(done.operation?.edits.map(({ kind, table: at }) => [kind, at])).toEqual([
    ['insert', 'lists'],
    ['insert', 'items'],
  ]);
  expect(done.effect).toHaveLength(2);
  expect(done.conflicts).toEqual([]);
  expect(db.log.version).toBe(1);
  const [id] = db.snapshot.referrersOf('lists', done.value, 'items', 'list');
  expect(db.snapshot.table('items').get(id ?? '')).toMatchObject({
    tags: ['a', 'b'],
    title: '',
    done: false,
  });
});

test('what changes nothing commits nothing', () => {
  const db = withItem();
  const done = db.transact((tx) => {
    tx.items.modify('i', { title: '', done: false, assignees: [] });
    tx.items.increment('i', 'votes', 0);
    tx.items.increment('i', 'votes', 2);
    tx.items.increment('i', 'votes', -2);
    tx.items.exclude('i', 'tags', 'x');
    tx.items.include('i', 'tags');
    tx.items.text('i', 'note').insert(0, 'ab');
    tx.items.text('i', 'note').delete(0, 2);
    tx.items.text('i', 'note').splice(3, 0, '');
    return 7;
  });
  expect(done).toEqual({ value: 7, effect: [], conflicts: [] });
  expect(db.log.version).toBe(0);
});

test('if the callback throws, nothing happens', () => {
  const db = withItem();
  const before = db.snapshot;
  expect(() =>
    db.transact((tx) => {
      tx.items.delete('i');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(db.snapshot).toBe(before);
  expect(db.transact((tx) => tx.items.has('i')).value).toBe(true);
});

test('edits of one entity are merged into one insert, or one modify', () => {
  const db = withItem();
  const inserted = db.transact((tx) => {
    const id = tx.items.insert({ list: 'l', note: 'abc', meta: { a: 1 } });
    tx.items.text(id, 'note').splice(1, 1, 'XY');
    tx.items.text(id, 'note').append('!');
    tx.items.modify(id, { title: 'later' });
    tx.items.increment(id, 'votes');
    tx.items.include(id, 'tags', 'b', 'a');
    tx.items.patch(id, 'meta', ['b', 'c'], [1]);
    tx.items.move(id, { after: null });
  });
  expect(inserted.operation?.edits).toMatchObject([
    {
      kind: 'insert',
      fields: { note: 'aXYc!', title: 'later', votes: 1, tags: ['a', 'b'], meta: { a: 1, b: { c: [1] } } },
    },
  ]);
  const modified = db.transact((tx) => {
    const note = tx.items.text('i', 'note');
    note.insert(5, ' world');
    note.splice(0, 1, 'J');
    tx.items.modify('i', { title: 'one' });
    tx.items.modify('i', { title: 'two' });
    tx.items.increment('i', 'votes', 2);
    tx.items.increment('i', 'votes', 3);
    tx.items.include('i', 'tags', 'x', 'y');
    tx.items.exclude('i', 'tags', 'x');
    tx.items.modify('i', { meta: { a: 1 } });
    tx.items.patch('i', 'meta', ['b'], 2);
    return [tx.items.get('i')?.note.toString(), note.length, note.toString()];
  });
  expect(modified.value).toEqual(['Jello world', 11, 'Jello world']);
  expect(modified.operation?.edits).toEqual([
    {
      kind: 'modify',
      table: 'items',
      id: 'i',
      changes: {
        note: { kind: 'text', incarnation: 'c:1', delta: ['J', -1, 4, ' world'] },
        title: { kind: 'set', value: 'two' },
        votes: { kind: 'add', amount: 5 },
        tags: { kind: 'members', include: ['y'], exclude: ['x'] },
        meta: { kind: 'set', value: { a: 1, b: 2 } },
      },
    },
  ]);
});

test('patches follow each other, and none of an object that is not there is needed', () => {
  const db = withItem();
  db.transact((tx) => tx.items.modify('i', { meta: { a: { x: 1 }, b: 2 } }));
  const { operation } = db.transact((tx) => {
    tx.items.patch('i', 'meta', ['a', 'y'], 2);
    tx.items.patch('i', 'meta', ['b'], undefined);
  });
  expect(db.snapshot.table('items').get('i')?.meta).toEqual({ a: { x: 1, y: 2 } });
  expect(operation?.edits).toMatchObject([
    { changes: { meta: { kind: 'patch', patches: [{ path: ['a', 'y'], value: 2 }, { path: ['b'] }] } } },
  ]);
  expect(refused((tx) => tx.items.patch('i', 'meta', ['a', 'x', 'z'], 1), db)).toBe('db/blocked-path');
});

test('reads see own writes: rows, children, referrers, and what a deletion takes along', () => {
  const db = database([list('l'), item('i'), item('j', 'b1', 'i')]);
  const { value } = db.transact((tx) => {
    const id = tx.items.insert({ list: 'l' }, { parent: 'i' });
    const children = tx.items.children('i');
    const referring = tx.items.referring('list', 'l');
    tx.items.delete('i');
    return {
      id,
      children,
      referring,
      left: tx.items.all().length,
      top: tx.items.children(),
      has: tx.items.has(id),
    };
  });
  expect(value.children).toEqual(['j', value.id]);
  expect(value.referring).toEqual([value.id, 'i', 'j'].sort());
  expect(value).toMatchObject({ left: 0, top: [], has: false });
  expect(db.snapshot.table('items').size).toBe(0);
});

test('misuse is refused with a code', () => {
  expect(refused((tx) => tx.items.modify('nobody', { title: 'x' }))).toBe('db/unknown-id');
  expect(refused((tx) => tx.items.delete('nobody'))).toBe('db/unknown-id');
  expect(refused((tx) => tx.items.text('nobody', 'note').append('x'))).toBe('db/unknown-id');
  expect(refused((tx) => tx.items.increment('nobody', 'votes', 0))).toBe('db/unknown-id');
  expect(refused((tx) => tx.items.insert({ id: 'i', list: 'l' }))).toBe('db/id-taken');
  expect(refused((tx) => tx.items.insert({ id: '', list: 'l' }))).toBe('db/invalid-id');
  expect(refused((tx) => tx.people.insert(JSON.parse('{"id": 7, "name": "x"}')))).toBe('db/invalid-id');
  expect(refused((tx) => tx.items.insert(JSON.parse('{"note": "x"}')))).toBe('db/missing-field');
  expect(refused((tx) => tx.items.insert(JSON.parse('{"list": "l", "colour": 1}')))).toBe('db/unknown-field');
  expect(refused((tx) => tx.items.modify('i', JSON.parse('{"note": "x"}')))).toBe('db/ill-formed');
  expect(refused((tx) => tx.items.modify('i', JSON.parse('{"done": 1}')))).toBe('db/wrong-type');
  expect(refused((tx) => tx.items.modify('i', { due: Number.NaN }))).toBe('db/wrong-type');
  expect(refused((tx) => tx.items.modify('i', { meta: JSON.parse('{"__proto__": 1}') }))).toBe(
    'db/reserved-key',
  );
  expect(refused((tx) => tx.items.include('i', 'tags', '\ud800'))).toBe('db/wrong-type');
  expect(refused((tx) => tx.items.insert({ list: 'l', tags: JSON.parse('[1]') }))).toBe('db/wrong-type');
  const people = withItem();
  const { value: person } = people.transact((tx) => tx.people.insert({ name: 'x' }));
  expect(refused((tx) => Reflect.apply(tx.people.move, tx.people, [person, {}]), people)).toBe(
    'db/ill-formed',
  );
  expect(refused((tx) => Reflect.apply(tx.items.text, tx.items, ['i', 'title']).append('x'))).toBe(
    'db/ill-formed',
  );
  expect(refused((tx) => Reflect.apply(tx.items.text, tx.items, ['i', 'nothing']).append('x'))).toBe(
    'db/unknown-field',
  );
  expect(refused((tx) => Reflect.apply(tx.items.referring, tx.items, ['title', 'i']))).toBe(
    'db/unknown-field',
  );
});

test('counters stay inside the safe integers', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(
    refused((tx) => {
      tx.items.increment('i', 'votes', most);
      tx.items.increment('i', 'votes', 1);
    }),
  ).toBe('db/counter-range');
  const db = withItem();
  db.transact((tx) => tx.items.increment('i', 'votes', -most));
  expect(
    refused((tx) => {
      tx.items.increment('i', 'votes', most);
      tx.items.increment('i', 'votes', most);
    }, db),
  ).toBe('db/counter-range');
});

test('transactions do not nest, do not wait, and are over when their callback is', () => {
  const db = withItem();
  expect(refused(() => db.transact(() => 1), db)).toBe('db/nested-transaction');
  expect(refused(() => db.undo(), db)).toBe('db/nested-transaction');
  expect(refused(async () => {}, db)).toBe('db/async-transaction');
  expect(refused(() => Promise.reject(new Error('never heard')), db)).toBe('db/async-transaction');
  const { value: tx } = db.transact((open) => open);
  expect(codeOf(() => tx.items.delete('i'))).toBe('db/transaction-over');
  expect(codeOf(() => tx.items.get('i'))).toBe('db/transaction-over');
});

test('what rules forbid is a conflict of the operation, not an error', () => {
  const db = database([list('l'), item('i'), item('j', 'b1', 'i')]);
  expect(db.transact((tx) => tx.items.move('i', { parent: 'j' })).conflicts).toMatchObject([
    { kind: 'cycle', id: 'i' },
  ]);
  db.transact((tx) => {
    tx.people.insert({ id: 'boss', name: 'B', email: 'x' });
    tx.people.insert({ id: 'aide', name: 'A', boss: 'boss' });
  });
  const forbidden = db.transact((tx) => {
    tx.people.delete('boss');
    tx.people.modify('boss', { name: 'still here' });
    return tx.people.has('boss');
  });
  expect(forbidden.value).toBe(true);
  expect(forbidden.conflicts).toMatchObject([{ kind: 'restricted' }]);
  expect(db.snapshot.table('people').get('boss')?.name).toBe('still here');
  expect(db.transact((tx) => tx.items.modify('i', { list: 'nowhere' })).conflicts).toMatchObject([
    { kind: 'dangling-reference' },
  ]);
  expect(
    db.transact((tx) => {
      tx.people.delete('boss');
      tx.people.delete('aide');
    }).conflicts,
  ).toEqual([]);
});

test('an entity deleted and inserted again in one transaction is a new one', () => {
  const db = withItem();
  const done = db.transact((tx) => {
    tx.items.text('i', 'note').append('!');
    tx.items.delete('i');
    tx.items.insert({ id: 'i', list: 'l', note: 'new' });
    tx.items.text('i', 'note').append('er');
  });
  expect(done.conflicts).toEqual([]);
  expect(db.snapshot.table('items').get('i')?.note.toString()).toBe('newer');
  expect(db.snapshot.table('items').get('i')?.note.incarnation).toBe('me:1');
  db.undo();
  expect(db.snapshot.table('items').get('i')?.note.toString()).toBe('hello');
  const gone = db.transact((tx) => {
    const id = tx.items.insert({ list: 'l', note: 'x' });
    tx.items.text(id, 'note').append('y');
    tx.items.delete(id);
    return id;
  });
  expect(db.snapshot.table('items').has(gone.value)).toBe(false);
});

test('values are copied, so that nobody can change the state from outside', () => {
  const db = withItem();
  const meta = { deep: { list: [1, -0] }, gone: undefined };
  db.transact((tx) => tx.items.modify('i', { meta: JSON.parse('null') }));
  db.transact((tx) => Reflect.apply(tx.items.modify, tx.items, ['i', { meta, due: undefined }]));
  meta.deep.list.push(2);
  const held = db.snapshot.table('items').get('i')?.meta;
  expect(held).toEqual({ deep: { list: [1, 0] } });
  expect(Object.is(JSON.parse(JSON.stringify(held)).deep.list[1], 0)).toBe(true);
});

test('a JSON field with a validator is patched by setting it whole', () => {
  const small: StandardSchemaV1 = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        JSON.stringify(value).length < 40 ? { value } : { issues: [{ message: 'too large' }] },
    },
  };
  const schema = defineSchema({
    version: 1,
    tables: { things: table({ name: string(), data: json().nullable().check(small) }) },
  });
  const db = createDatabase({ schema, random: seededRandom(1), clock: new VirtualTime() });
  const { value: id } = db.transact((tx) => tx.things.insert({ name: 'x' }));
  const patch = (path: string[], value: unknown) =>
    codeOf(() => db.transact((tx) => tx.things.patch(id, 'data', path, value)));
  expect(patch(['a', 'b'], 1)).toBe('ok');
  expect(patch(['c', 'd'], undefined)).toBe('ok');
  expect(patch(['e'], 2)).toBe('ok');
  expect(patch(['e'], undefined)).toBe('ok');
  expect(db.snapshot.table('things').get(id)?.data).toEqual({ a: { b: 1 } });
  expect(patch(['a'], 'x'.repeat(40))).toBe('db/invalid-value');
  expect(patch(['a', 'b', 'c'], 1)).toBe('db/blocked-path');
});

test('what is too large for one operation is refused, or split under one group if so wished', () => {
  const db = createDatabase({
    schema: sampleSchema,
    random: seededRandom(1),
    clock: new VirtualTime(),
    limits: { maxEdits: 10, maxBytes: 4_000 },
    snapshot: snapshotFromRows(sampleSchema, [list('l'), item('i')]),
  });
  const many = (tx: Tx) => {
    for (let index = 0; index < 25; index += 1) tx.items.insert({ list: 'l', title: `t${index}` });
  };
  const paste = (tx: Tx) => tx.items.text('i', 'note').splice(1, 2, '🙂é'.repeat(3_000));
  expect(codeOf(() => db.transact(many))).toBe('db/operation-too-large');
  expect(codeOf(() => db.transact(paste))).toBe('db/operation-too-large');
  expect(db.log.version).toBe(0);
  db.transact(many, { split: true });
  expect(db.log.version).toBe(3);
  expect(new Set(db.log.entries.map(({ operation }) => operation.group)).size).toBe(1);
  expect(db.undo().kind).toBe('undone');
  expect(db.snapshot.table('items').size).toBe(1);
  const before = db.log.version;
  db.transact(paste, { split: true });
  expect(db.log.version).toBeGreaterThan(before + 4);
  for (const { operation } of db.log.entries)
    expect(new TextEncoder().encode(JSON.stringify(operation)).length).toBeLessThan(4_200);
  expect(db.snapshot.table('items').get('i')?.note.toString()).toBe(`h${'🙂é'.repeat(3_000)}lo`);
  db.undo();
  expect(db.snapshot.table('items').get('i')?.note.toString()).toBe('hello');
  expect(
    codeOf(() =>
      db.transact((tx) => tx.items.insert({ list: 'l', note: 'x'.repeat(5_000) }), { split: true }),
    ),
  ).toBe('db/operation-too-large');
});
