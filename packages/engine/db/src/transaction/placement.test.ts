import { expect, test } from 'vitest';
import { checkIntegrity } from '../integrity.ts';
import { database, item, list, refused, type Tx } from '../testing/sample-database.ts';

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
