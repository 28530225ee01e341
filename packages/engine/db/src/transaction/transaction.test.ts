import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isStatehouseError } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import type { PlainRow } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { createDatabase, type Database } from '../database.ts';
import { json, string } from '../field.ts';
import { checkIntegrity } from '../integrity.ts';
import { defineSchema } from '../schema.ts';
import { snapshotFromRows } from '../snapshot.ts';
import { table } from '../table-definition.ts';
import { type SampleSchema, sampleSchema } from '../testing/sample-schema.ts';
import type { Transaction } from './transaction.ts';

type Tx = Transaction<SampleSchema>;
type Row = readonly [string, string, PlainRow];

function database(rows: readonly Row[] = []): Database<SampleSchema> {
  const snapshot = snapshotFromRows(sampleSchema, rows);
  return createDatabase({
    schema: sampleSchema,
    random: seededRandom(1),
    clock: new VirtualTime(),
    client: 'me',
    snapshot,
  });
}

const list = (id: string, position = 'a1'): Row => [
  'lists',
  id,
  { fields: { name: id }, place: { parent: null, position } },
];
const item = (id: string, position = 'a1', parent: string | null = null): Row => [
  'items',
  id,
  { fields: { list: 'l', note: { incarnation: 'c:1', text: 'hello' } }, place: { parent, position } },
];
const withItem = () => database([list('l'), item('i')]);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isStatehouseError(error)) return error.code;
    throw error;
  }
  return 'ok';
}

const refused = (edit: (tx: Tx) => unknown, db = withItem()) => codeOf(() => db.transact(edit));

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

test('an entity is put where it is told among its siblings', () => {
  const db = database([list('l'), item('a', 'b1'), item('b', 'c1'), item('c', 'd1')]);
  const orderAfter = (edit: (tx: Tx) => unknown) => {
    db.transact(edit);
    expect(checkIntegrity(db.snapshot)).toEqual([]);
    return db.snapshot.children('items').join('');
  };
  const insert = (id: string, where: object) => (tx: Tx) => tx.items.insert({ id, list: 'l' }, where);
  expect(orderAfter(insert('x', {}))).toBe('abcx');
  expect(orderAfter(insert('y', { after: 'a' }))).toBe('aybcx');
  expect(orderAfter(insert('z', { before: 'a' }))).toBe('zaybcx');
  expect(orderAfter((tx) => tx.items.move('x', { after: null }))).toBe('xzaybc');
  expect(orderAfter((tx) => tx.items.move('x', { after: 'z' }))).toBe('zxaybc');
  expect(orderAfter((tx) => tx.items.move('x', { before: 'z' }))).toBe('xzaybc');
  expect(orderAfter((tx) => tx.items.move('c', { before: 'c' }))).toBe('xzaybc');
  expect(orderAfter((tx) => tx.items.move('a', { after: 'a' }))).toBe('xzaybc');
  expect(orderAfter((tx) => tx.items.move('x', {}))).toBe('zaybcx');
  expect(orderAfter((tx) => tx.items.move('y', { parent: 'a' }))).toBe('zabcx');
  expect(orderAfter((tx) => tx.items.move('y', { after: null }))).toBe('zabcx');
  expect(orderAfter((tx) => tx.items.move('y', { parent: null, before: 'b' }))).toBe('zaybcx');
  expect(refused((tx) => tx.items.move('a', { after: 'nobody' }), db)).toBe('db/not-sibling');
  expect(refused((tx) => tx.items.move('a', { parent: 'b', after: 'c' }), db)).toBe('db/not-sibling');
  expect(refused((tx) => tx.items.insert({ list: 'l' }, { parent: 'b', before: 'c' }), db)).toBe(
    'db/not-sibling',
  );
});

test('neighbours that share a position key are re-keyed in the same operation', () => {
  const db = database([list('l'), ...['a', 'b', 'c', 'd'].map((id) => item(id, 'm1')), item('e', 'p1')]);
  const { operation } = db.transact((tx) => tx.items.insert({ id: 'x', list: 'l' }, { after: 'b' }));
  expect(db.snapshot.children('items').join('')).toBe('abxcde');
  expect(operation?.edits.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['move c', 'move d', 'insert x']);
  db.transact((tx) => tx.items.move('e', { before: 'b' }));
  expect(db.snapshot.children('items').join('')).toBe('aebxcd');
  expect(checkIntegrity(db.snapshot)).toEqual([]);
});

test('siblings are spread anew before their keys grow without bound', () => {
  const db = database([list('l'), item('a', 'a1'), item('b', 'a2')]);
  for (let round = 0; round < 3_000; round += 1) {
    db.transact((tx) =>
      tx.items.insert(
        { id: `x${round}`, list: 'l' },
        round % 2 === 0 ? { after: 'a' } : { after: `x${round - 1}` },
      ),
    );
    if (round % 2 === 1) db.transact((tx) => tx.items.move('a', { before: `x${round}` }));
  }
  const longest = Math.max(
    ...db.snapshot
      .table('items')
      .all()
      .map(({ position }) => position.length),
  );
  expect(longest).toBeLessThanOrEqual(256);
  expect(checkIntegrity(db.snapshot)).toEqual([]);
});

test('a text is spliced in UTF-16 units, inside its bounds, and never through a surrogate pair', () => {
  const db = withItem();
  db.transact((tx) => tx.items.text('i', 'note').replace('a🙂b'));
  const splice = (position: number, count: number, insert = '') =>
    refused((tx) => tx.items.text('i', 'note').splice(position, count, insert), db);
  expect(splice(2, 0, 'x')).toBe('db/splits-surrogate');
  expect(splice(0, 2)).toBe('db/splits-surrogate');
  expect(splice(2, 1)).toBe('db/splits-surrogate');
  expect(splice(0, 5)).toBe('db/out-of-range');
  expect(splice(5, 0)).toBe('db/out-of-range');
  expect(splice(-1, 0)).toBe('db/out-of-range');
  expect(splice(0.5, 0)).toBe('db/out-of-range');
  expect(splice(0, 0, '\ud83d')).toBe('db/wrong-type');
  expect(splice(1, 2, '🎈')).toBe('ok');
  expect(db.snapshot.table('items').get('i')?.note.toString()).toBe('a🎈b');
});

test('replacing a text leaves its common beginning and end alone, and splits no pair', () => {
  const db = withItem();
  const deltaOf = (before: string, after: string) => {
    db.transact((tx) => tx.items.text('i', 'note').replace(before));
    const [edit] = db.transact((tx) => tx.items.text('i', 'note').replace(after)).operation?.edits ?? [];
    expect(db.snapshot.table('items').get('i')?.note.toString()).toBe(after);
    const change = edit?.kind === 'modify' ? edit.changes.note : undefined;
    return change?.kind === 'text' ? change.delta : undefined;
  };
  expect(deltaOf('hello world', 'hello brave world')).toEqual([6, 'brave ']);
  expect(deltaOf('aaa', 'aa')).toEqual([2, -1]);
  expect(deltaOf('🙂', '🙃')).toEqual(['🙃', -2]);
  expect(deltaOf('x🙂y', 'x🙃y')).toEqual([1, '🙃', -2]);
  expect(deltaOf('🙂', '\u{1fa42}')).toEqual(['\u{1fa42}', -2]);
  expect(deltaOf('same', 'same')).toBeUndefined();
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
  const taken = db.transact((tx) => tx.people.modify('aide', { email: 'x' }));
  expect(taken.conflicts).toMatchObject([{ kind: 'unique-taken' }]);
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
