import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { applyEffect } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import type { DocumentEvent } from './document-log.ts';
import { boolean, ref, string, text } from './field.ts';
import { defineSchema } from './schema.ts';
import { canonicalSnapshot } from './snapshot-rows.ts';
import { table } from './table-definition.ts';
import { sampleSchema } from './testing/sample-schema.ts';

function database(options: { historyLimit?: number } = {}) {
  const clock = new VirtualTime(1_000);
  const db = createDatabase({
    schema: sampleSchema,
    random: seededRandom(1),
    clock,
    client: 'me',
    ...options,
  });
  db.transact((tx) => tx.people.insert({ id: 'p', name: 'P' }));
  return { db, clock };
}

test('a database needs nothing but a schema', () => {
  const db = createDatabase({ schema: sampleSchema });
  const other = createDatabase({ schema: sampleSchema });
  const [id, otherId] = [db, other].map((one) => one.transact((tx) => tx.people.insert({ name: 'P' })).value);
  expect(id).not.toBe(otherId);
  expect(db.snapshot.table('people').get(id ?? '')?.name).toBe('P');
  expect(db.schema).toBe(sampleSchema);
});

test('the examples of defineSchema and createDatabase do what they say', () => {
  const schema = defineSchema({
    version: 1,
    tables: {
      lists: table({ name: string() }),
      items: table({
        list: ref('lists', { onDelete: 'cascade' }),
        note: text(),
        done: boolean().default(false),
      }),
    },
  });
  const database = createDatabase({ schema });
  const { value: id } = database.transact((tx) => tx.lists.insert({ name: 'Groceries' }));
  database.transact((tx) => tx.items.insert({ list: id, note: 'Milk' }));
  expect(database.snapshot.table('items').all()).toMatchObject([{ list: id, done: false }]);
  database.undo();
  expect([database.snapshot.table('items').size, database.snapshot.table('lists').size]).toEqual([0, 1]);
});

test('listeners hear what changed after it has changed, each change once and in order, though they cause more', () => {
  const { db } = database();
  const heard: string[] = [];
  const check = ({ before, after, effect }: DocumentEvent<typeof sampleSchema>) => {
    expect(canonicalSnapshot(applyEffect(before, effect))).toBe(canonicalSnapshot(after));
    return after.table('people').get('p')?.name;
  };
  const stop = db.subscribe((event) => {
    heard.push(`a ${check(event)}`);
    if (heard.length === 1) db.transact((tx) => tx.people.modify('p', { name: 'R' }));
  });
  db.subscribe((event) => heard.push(`b ${check(event)} ${event.cause}`));
  db.transact((tx) => tx.people.modify('p', { name: 'Q' }));
  stop();
  stop();
  db.transact((tx) => tx.people.modify('p', { name: 'S' }));
  expect(heard).toEqual(['a Q', 'b Q local', 'a R', 'b R local', 'b S local']);
});

test('a listener that throws keeps neither the change from standing nor the others from hearing', () => {
  const { db } = database();
  let heard = 0;
  db.subscribe(() => {
    throw new Error('no');
  });
  db.subscribe(() => {
    heard += 1;
  });
  expect(() => db.transact((tx) => tx.people.modify('p', { name: 'Q' }))).toThrow('no');
  expect([heard, db.snapshot.table('people').get('p')?.name]).toEqual([1, 'Q']);
  expect(db.canUndo).toBe(true);
});

test('who subscribes to one entity hears of that one only', () => {
  const { db } = database();
  const heard: string[] = [];
  const note = (name: string) => () => heard.push(name);
  const stop = db.subscribeTo('people', 'p', note('p'));
  db.subscribeTo('people', 'p', note('p again'));
  db.subscribeTo('people', 'q', note('q'));
  db.subscribeTo('lists', 'p', note('list p'));
  db.transact((tx) => tx.people.insert({ id: 'q', name: 'Q', boss: 'p' }));
  db.transact((tx) => {
    tx.people.modify('p', { name: 'P2' });
    tx.people.modify('q', { name: 'Q2' });
  });
  stop();
  stop();
  db.transact((tx) => tx.people.delete('q'));
  db.transact((tx) => tx.people.delete('p'));
  expect(heard).toEqual(['q', 'p', 'p again', 'q', 'q', 'p again']);
});

test('a document that is disposed of hears nothing more', () => {
  const { db } = database();
  let heard = 0;
  db.subscribeTo('people', 'p', () => {
    heard += 1;
  });
  db.dispose();
  db.transact((tx) => tx.people.modify('p', { name: 'Q' }));
  expect(heard).toBe(0);
});

test('the log of a database holds intent and outcome, and no more entries than its limit', () => {
  const { db, clock } = database({ historyLimit: 3 });
  for (let round = 0; round < 20; round += 1) {
    clock.advance(1);
    db.transact((tx) => tx.people.modify('p', { name: `n${round}` }), { name: 'rename' });
    const { entries, base, version, snapshot } = db.log;
    expect(entries.length).toBeLessThanOrEqual(3);
    expect(entries.at(-1)).toMatchObject({
      version,
      timeMs: clock.nowMs(),
      operation: { name: 'rename' },
      conflicts: [],
    });
    const replayed = entries.reduce((state, { effect }) => applyEffect(state, effect), base);
    expect(canonicalSnapshot(replayed)).toBe(canonicalSnapshot(snapshot));
  }
  expect(db.log.version).toBe(21);
  const none = database({ historyLimit: 0 }).db;
  expect([none.log.entries, none.log.base]).toEqual([[], none.snapshot]);
});

test('a transaction that loses everything to a rule changes nothing and tells nobody', () => {
  const { db } = database();
  db.transact((tx) => tx.people.insert({ id: 'q', name: 'Q', boss: 'p' }));
  let heard = 0;
  db.subscribe(() => {
    heard += 1;
  });
  const before = db.snapshot;
  const { effect, conflicts } = db.transact((tx) => tx.people.delete('p'));
  expect([effect, conflicts.length, heard]).toEqual([[], 1, 0]);
  expect(db.snapshot).toBe(before);
  db.undo();
  expect(db.snapshot.table('people').has('q')).toBe(false);
});
