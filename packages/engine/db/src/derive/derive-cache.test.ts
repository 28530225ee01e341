import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { number, string } from '../field.ts';
import { from } from '../query/expression/rows-query.ts';
import { defineSchema } from '../schema.ts';
import { table } from '../table-definition.ts';
import { derive } from './derive.ts';

const schema = defineSchema({
  version: 1,
  tables: { users: table({ name: string(), age: number() }), notes: table({ about: string() }) },
});

function openUsers(count = 4) {
  const database = createDatabase({ schema });
  database.transact((tx) => {
    for (let at = 0; at < count; at += 1) tx.users.insert({ id: `u${at}`, name: `name ${at}`, age: at });
  });
  return database;
}

function nameOf(options: { readonly limit?: number; readonly pastLimit?: number } = {}) {
  return derive(schema, (read, id: string) => ({ name: read.get('users', id)?.name ?? '' }), options);
}

test('going back finds the answer that there was, and coming back the present one', () => {
  const users = openUsers();
  const name = nameOf();
  const before = users.snapshot;
  const old = name(before, 'u1');
  users.transact((tx) => tx.users.modify('u1', { name: 'new' }));
  const present = name(users.snapshot, 'u1');
  for (let turn = 0; turn < 3; turn += 1) {
    expect(name(before, 'u1')).toBe(old);
    expect(name(users.snapshot, 'u1')).toBe(present);
  }
  expect(name.stats()).toMatchObject({ misses: 1, recomputations: 1, pastEntries: 1 });
});

test('however far somebody goes back, answers of the present stay and those of the past are bounded', () => {
  const users = openUsers();
  const name = nameOf({ pastLimit: 3 });
  const past = [users.snapshot];
  for (let at = 0; at < 20; at += 1) {
    users.transact((tx) => tx.users.modify('u1', { name: `version ${at}` }));
    past.push(users.snapshot);
  }
  const present = name(users.snapshot, 'u1');
  expect(past.map((snapshot) => name(snapshot, 'u1').name)).toEqual([
    'name 1',
    ...Array.from({ length: 20 }, (_, at) => `version ${at}`),
  ]);
  expect(name.stats()).toMatchObject({ entries: 1, pastEntries: 3, misses: 1, recomputations: 20 });
  expect(name(users.snapshot, 'u1')).toBe(present);
  expect(name.stats().recomputations).toBe(20);
});

test('two documents of one schema do not disturb each other', () => {
  const [one, other] = [openUsers(), openUsers()];
  const name = nameOf();
  for (let turn = 0; turn < 5; turn += 1) {
    name(one.snapshot, 'u1');
    name(other.snapshot, 'u1');
    one.transact((tx) => tx.users.modify('u2', { age: turn + 10 }));
    other.transact((tx) => tx.users.modify('u2', { age: turn + 20 }));
  }
  expect(name.stats()).toMatchObject({ entries: 2, misses: 2, recomputations: 0 });
});

test('warming computes what was not there, and no more than is kept', () => {
  const { snapshot } = openUsers();
  const name = nameOf({ limit: 3 });
  name(snapshot, 'u0');
  expect(name.warm(snapshot, [['u0'], ['u1']])).toBe(1);
  expect(name.warm(snapshot, [['u0'], ['u1'], ['u2'], ['u3']])).toBe(1);
  const { misses } = name.stats();
  for (const id of ['u0', 'u1', 'u2']) name(snapshot, id);
  expect(name.stats()).toMatchObject({ misses, entries: 3 });
});

test('prefetching stays within its budget of bytes and says how far it came', () => {
  const { snapshot } = openUsers(100);
  const calls = Array.from({ length: 100 }, (_, at): [string] => [`u${at}`]);
  const whole = nameOf().prefetch(snapshot, calls, { maxBytes: 10_000_000 });
  expect(whole).toMatchObject({ computed: 100, isWhole: true });
  const name = nameOf();
  const maxBytes = Math.floor(whole.bytes / 3);
  const part = name.prefetch(snapshot, calls, { maxBytes });
  expect(part.isWhole).toBe(false);
  expect(part.bytes).toBeLessThanOrEqual(maxBytes);
  expect(part.bytes).toBeGreaterThan(maxBytes * 0.9);
  expect(name.stats()).toMatchObject({ entries: part.computed, bytes: part.bytes });
});

test('compressing packs what is not in use, then drops it; what is in use stays exact', () => {
  const users = openUsers();
  const oldest = from(schema, 'users').orderBy('age', 'descending').limit(2);
  const card = derive(schema, (read, id: string) => ({
    name: read.get('users', id)?.name,
    others: read.query(oldest).map(({ name }) => name),
  }));
  const [used, idle] = [card(users.snapshot, 'u0'), card(users.snapshot, 'u1')];
  expect(card.compress()).toEqual({ packed: 0, dropped: 0, freedBytes: 0 });
  card(users.snapshot, 'u0');
  const { bytes } = card.stats();
  const packed = card.compress();
  expect(packed).toMatchObject({ packed: 1, dropped: 0 });
  expect(packed.freedBytes).toBeGreaterThan(0);
  expect(card.stats().bytes).toBe(bytes - packed.freedBytes);
  users.transact((tx) => tx.notes.insert({ about: 'another table' }));
  expect(card(users.snapshot, 'u1')).toBe(idle);
  users.transact((tx) => tx.users.modify('u2', { name: 'nobody reads this' }));
  expect(card(users.snapshot, 'u0')).not.toBe(used);
  expect(card.compress()).toMatchObject({ packed: 0, dropped: 0 });
  expect(card.compress()).toMatchObject({ packed: 1, dropped: 1 });
  expect(card.compress()).toMatchObject({ packed: 0, dropped: 1 });
  expect(card.stats()).toMatchObject({ entries: 0, pastEntries: 0, bytes: 0 });
});

test('the time spent computing is what the given clock says', () => {
  const { snapshot } = openUsers();
  let nowMs = 0;
  const slow = derive(
    schema,
    (read, id: string) => {
      nowMs += 7;
      return read.get('users', id)?.name;
    },
    { clock: { nowMs: () => nowMs } },
  );
  for (const id of ['u0', 'u1', 'u0']) slow(snapshot, id);
  expect(slow.stats()).toMatchObject({ hits: 1, misses: 2, recomputations: 0, computingMs: 14 });
});

test('a selector that reads more than it can tell apart depends on the table, and no further', () => {
  const users = openUsers(20);
  let computed = 0;
  const sum = derive(
    schema,
    (read, count: number) => {
      computed += 1;
      let ages = 0;
      for (let at = 0; at < count; at += 1) ages += read.get('users', `u${at}`)?.age ?? 0;
      return ages;
    },
    { maxReads: 10 },
  );
  sum(users.snapshot, 10);
  sum(users.snapshot, 11);
  users.transact((tx) => tx.notes.insert({ about: 'another table' }));
  users.transact((tx) => tx.users.modify('u19', { age: 0 }));
  sum(users.snapshot, 10);
  expect(computed).toBe(2);
  sum(users.snapshot, 11);
  expect(computed).toBe(3);
});
