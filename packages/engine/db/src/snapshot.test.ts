import { apply, type Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { checkIntegrity } from './integrity.ts';
import { emptySnapshot, type Snapshot, snapshotFromRows } from './snapshot.ts';
import { diffSnapshots } from './snapshot-difference.ts';
import { canonicalSnapshot, plainRows } from './snapshot-rows.ts';
import { type SampleSchema, sampleSchema } from './testing/sample-schema.ts';

function item(id: string, list: string, position: string, parent: string | null = null) {
  const row = { fields: { list, note: { incarnation: 'c:1', text: id } }, place: { parent, position } };
  return ['items', id, row] as const;
}
const list = (id: string, position = 'a1') =>
  ['lists', id, { fields: { name: id }, place: { parent: null, position } }] as const;
const person = (id: string, email: string | null = null) =>
  ['people', id, { fields: { name: id, email } }] as const;

function sample(): Snapshot<SampleSchema> {
  return snapshotFromRows(sampleSchema, [
    item('i2', 'l', 'b1'),
    item('i1', 'l', 'c1'),
    item('i3', 'm', 'a1', 'i1'),
    list('l'),
    list('m'),
    person('p', 'p@x'),
  ]);
}

test('tables are read by id, in id order, with the id inside the row', () => {
  const items = sample().table('items');
  expect(items.size).toBe(3);
  expect([...items.ids()]).toEqual(['i1', 'i2', 'i3']);
  expect([...items].map((row) => [row.id, row.list, row.note.toString(), row.votes])).toEqual([
    ['i1', 'l', 'i1', 0],
    ['i2', 'l', 'i2', 0],
    ['i3', 'm', 'i3', 0],
  ]);
  expect(items.all().map(({ id }) => id)).toEqual(['i1', 'i2', 'i3']);
  expect(items.has('i1')).toBe(true);
  expect(items.get('nobody')).toBeUndefined();
});

test('a reference gives its reverse index, a place its siblings in order', () => {
  const snapshot = sample();
  expect(snapshot.referrersOf('lists', 'l', 'items', 'list')).toEqual(['i1', 'i2']);
  expect(snapshot.referrersOf('lists', 'nothing', 'items', 'list')).toEqual([]);
  expect(snapshot.children('items')).toEqual(['i2', 'i1']);
  expect(snapshot.children('items', 'i1')).toEqual(['i3']);
  expect(snapshot.children('items', 'i3')).toEqual([]);
  expect(snapshot.children('lists')).toEqual(['l', 'm']);
  expect([...snapshot.referrers('items', 'i1')]).toEqual([{ table: 'items', id: 'i3', field: 'parent' }]);
  expect([...snapshot.referrers('nowhere', 'i1')]).toEqual([]);
  expect(snapshot.holder('people', 'email', '["p@x"]')).toBe('p');
  expect(snapshot.holder('people', 'phone', '["p@x"]')).toBeUndefined();
  expect(snapshot.holder('nowhere', 'email', '["p@x"]')).toBeUndefined();
});

test('rows and lists keep identity while they do not change', () => {
  const before = sample();
  const operation: Operation = {
    edits: [{ kind: 'modify', table: 'items', id: 'i1', changes: { title: { kind: 'set', value: 'new' } } }],
  };
  const after = apply(before, operation, { client: 'c', sequence: 2 }).state;
  expect(after.table('items').get('i1')).toMatchObject({ id: 'i1', title: 'new' });
  expect(after.table('items').get('i2')).toBe(before.table('items').get('i2'));
  expect(after.referrersOf('lists', 'l', 'items', 'list')).toBe(
    before.referrersOf('lists', 'l', 'items', 'list'),
  );
  expect(after.children('items')).toBe(before.children('items'));
  expect(after.table('lists').all()).toBe(before.table('lists').all());
  expect(after.table('items').all()).not.toBe(before.table('items').all());
  expect(before.table('items').get('i1')?.title).toBe('');
});

test('a write that changes nothing returns the same snapshot', () => {
  const snapshot = sample();
  const row = snapshot.get('items', 'i1');
  expect(snapshot.with([])).toBe(snapshot);
  expect(snapshot.with([{ table: 'items', id: 'i1', row }])).toBe(snapshot);
  expect(snapshot.with([{ table: 'items', id: 'nobody', row: undefined }])).toBe(snapshot);
  expect(
    snapshot.with([
      { table: 'items', id: 'i1', row },
      { table: 'lists', id: 'l', row: snapshot.get('lists', 'l') },
    ]),
  ).toBe(snapshot);
});

test('a key passes from one entity to another in one batch of writes', () => {
  const snapshot = snapshotFromRows(sampleSchema, [person('p', 'p@x'), person('q', 'q@x')]);
  const swap = (id: string, email: string) => ({
    table: 'people',
    id,
    row: { ...snapshot.get('people', id), email },
  });
  const after = snapshot.with([swap('p', 'q@x'), swap('q', 'p@x')]);
  expect(after.holder('people', 'email', '["p@x"]')).toBe('q');
  expect(checkIntegrity(after)).toEqual([]);
});

test('the canonical text is RFC 8785: the same for the same content, whatever its history', () => {
  const snapshot = sample();
  const shuffled = snapshotFromRows(sampleSchema, [...plainRows(snapshot)].reverse());
  expect(canonicalSnapshot(shuffled)).toBe(canonicalSnapshot(snapshot));
  expect(JSON.parse(canonicalSnapshot(emptySnapshot(sampleSchema)))).toEqual({
    items: {},
    lists: {},
    people: {},
  });
  expect(canonicalSnapshot(snapshotFromRows(sampleSchema, [person('p')]))).toBe(
    '{"items":{},"lists":{},"people":{"p":{"fields":{"boss":null,"email":null,"name":"p"}}}}',
  );
});

test('of two rows for one entity the later stands', () => {
  const snapshot = snapshotFromRows(sampleSchema, [person('p', 'a'), person('p', 'b')]);
  expect(snapshot.table('people').get('p')?.email).toBe('b');
  expect(checkIntegrity(snapshot)).toEqual([]);
});

test('snapshots differ exactly where they were written', () => {
  const before = sample();
  const row = { ...before.get('items', 'i1'), title: 'new' };
  const after = before.with([
    { table: 'items', id: 'i1', row },
    { table: 'items', id: 'i2', row: undefined },
    { table: 'people', id: 'q', row: { name: 'q', email: null, boss: null } },
  ]);
  const differences = diffSnapshots(before, after);
  expect(differences.map(({ table, rows }) => [table, rows.map(({ id }) => id)])).toEqual([
    ['items', ['i1', 'i2']],
    ['people', ['q']],
  ]);
  expect(differences[0]?.rows[1]).toMatchObject({
    id: 'i2',
    before: before.get('items', 'i2'),
    after: undefined,
  });
  expect(diffSnapshots(before, before)).toEqual([]);
  expect(
    diffSnapshots(before, before.with([{ table: 'people', id: 'p', row: { ...before.get('people', 'p') } }])),
  ).toHaveLength(1);
});

test('an unknown table is refused by name', () => {
  expect(() => sample().rows('nowhere')).toThrow(/nowhere/);
  expect(() => sample().with([{ table: 'nowhere', id: 'x', row: undefined }])).toThrow(/nowhere/);
  expect(() => snapshotFromRows(sampleSchema, [['nowhere', 'x', { fields: {} }]])).toThrow(/nowhere/);
  expect(sample().get('nowhere', 'x')).toBeUndefined();
  expect(sample().shape('nowhere')).toBeUndefined();
});

test('the integrity check sees dangling references, cycles, doubled keys and missing fields', () => {
  const problems = (rows: Parameters<typeof snapshotFromRows>[1]) =>
    checkIntegrity(snapshotFromRows(sampleSchema, rows));
  expect(problems([item('i', 'nowhere', 'a1')])).toEqual(['items/i: list points at nothing']);
  expect(problems([list('l'), item('i', 'l', 'a1', 'gone')])).toEqual(['items/i: its parent is not there']);
  expect(problems([list('l'), item('i', 'l', 'a1', 'j'), item('j', 'l', 'a1', 'i')])).toEqual([
    'items/i: it is its own ancestor',
    'items/j: it is its own ancestor',
  ]);
  expect(problems([person('p', 'x'), person('q', 'x')])).toEqual([
    'people: no index entry ["unique","email","[\\"x\\"]","p"]',
  ]);
  const parented = ['lists', 'l', { fields: { name: 'l' }, place: { parent: 'm', position: 'a1' } }] as const;
  expect(problems([parented])).toEqual(['lists/l: a list entry has a parent']);
  const broken = emptySnapshot(sampleSchema).with([
    { table: 'lists', id: 'l', row: { name: 'l', color: null, parent: null } },
  ]);
  expect(checkIntegrity(broken)).toEqual(
    expect.arrayContaining(['lists/l: field owner is missing', 'lists/l: it has no place']),
  );
});
