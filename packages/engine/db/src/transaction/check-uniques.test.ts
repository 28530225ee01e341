import { expect, test } from 'vitest';
import { codeOf, database } from '../testing/sample-database.ts';

test('a unique key that is taken is an error in a transaction, and a conflict in the log, where the later loses it', () => {
  const db = database();
  db.transact((tx) => {
    tx.people.insert({ id: 'first', name: 'F', email: 'x' });
    tx.people.insert({ id: 'other', name: 'O', email: 'y' });
  });
  const before = db.snapshot;
  const change = { email: { kind: 'set', value: 'x' } } as const;
  expect(codeOf(() => db.transact((tx) => tx.people.modify('other', { email: 'x' })))).toBe(
    'db/unique-taken',
  );
  expect(codeOf(() => db.transact((tx) => tx.people.insert({ name: 'N', email: 'x' })))).toBe(
    'db/unique-taken',
  );
  expect(db.snapshot).toBe(before);
  const late = db.log.commit({ edits: [{ kind: 'modify', table: 'people', id: 'other', changes: change }] });
  expect(late).toMatchObject({
    effect: [],
    conflicts: [{ kind: 'unique-taken', id: 'other', field: 'email' }],
  });
  const edit = { kind: 'insert', table: 'people', id: 'new', fields: { name: 'N', email: 'x' } } as const;
  expect(db.log.commit({ edits: [edit] }).conflicts).toMatchObject([{ kind: 'unique-taken', id: 'new' }]);
  expect(db.snapshot.table('people').get('new')).toMatchObject({ name: 'N', email: null });
});
