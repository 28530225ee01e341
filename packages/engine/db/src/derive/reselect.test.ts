import { createSelector } from 'reselect';
import { expect, expectTypeOf, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { number, string } from '../field.ts';
import { defineSchema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { table } from '../table-definition.ts';
import { derive } from './derive.ts';

const schema = defineSchema({ version: 1, tables: { users: table({ name: string(), age: number() }) } });
type State = Snapshot<typeof schema>;

function openUsers() {
  const database = createDatabase({ schema });
  database.transact((tx) => {
    for (const [at, id] of ['ann', 'ben', 'cem'].entries()) tx.users.insert({ id, name: id, age: at });
  });
  return database;
}

test('a derived selector is an input of createSelector', () => {
  const users = openUsers();
  const user = derive(schema, (read, id: string) => ({ name: read.get('users', id)?.name ?? '' }));
  const count = derive(schema, (read) => read.size('users'));
  const label = createSelector([user, count], ({ name }, among) => ({ text: `${name}, one of ${among}` }));
  const first = label(users.snapshot, 'ann');
  expectTypeOf(first).toEqualTypeOf<{ text: string }>();
  expect(first.text).toBe('ann, one of 3');
  users.transact((tx) => tx.users.modify('ben', { name: 'Ben' }));
  expect(label(users.snapshot, 'ann')).toBe(first);
  users.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  expect(label(users.snapshot, 'ann').text).toBe('Ann, one of 3');
  expect(label.recomputations()).toBe(2);
});

test('a derived selector reads one of createSelector, and is computed only if that answers otherwise', () => {
  const users = openUsers();
  const totalAge = createSelector(
    [(state: State) => state.table('users').all(), (_state: State, least: number) => least],
    (all, least) => ({ total: all.reduce((sum, { age }) => sum + (age >= least ? age : 0), 0) }),
    { memoizeOptions: { resultEqualityCheck: (a, b) => a.total === b.total } },
  );
  let computed = 0;
  const report = derive(schema, (read, least: number) => {
    computed += 1;
    const { total } = read(totalAge, least);
    expectTypeOf(total).toEqualTypeOf<number>();
    return { total, size: read.size('users') };
  });
  expect(report(users.snapshot, 1)).toEqual({ total: 3, size: 3 });
  users.transact((tx) => tx.users.modify('ann', { name: 'Ann' }));
  report(users.snapshot, 1);
  expect(computed).toBe(1);
  const before = users.snapshot;
  users.transact((tx) => tx.users.modify('ben', { age: 10 }));
  expect(report(users.snapshot, 1)).toEqual({ total: 12, size: 3 });
  expect(report(before, 1)).toEqual({ total: 3, size: 3 });
  expect(computed).toBe(2);
});

test('an error of a selector of createSelector is told on', () => {
  const users = openUsers();
  const strict = createSelector([(state: State) => state.table('users').get('dan')], (dan) => {
    if (dan === undefined) throw new Error('no dan');
    return dan.name;
  });
  const polite = derive(schema, (read) => {
    try {
      return read(strict);
    } catch (error) {
      return String(error);
    }
  });
  expect(polite(users.snapshot)).toBe('Error: no dan');
  users.transact((tx) => tx.users.insert({ id: 'dan', name: 'Dan', age: 1 }));
  expect(polite(users.snapshot)).toBe('Dan');
});
