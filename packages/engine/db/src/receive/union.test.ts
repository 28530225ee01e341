import { isStatehouseError } from '@statehouse/kernel';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { ref, string } from '../field.ts';
import { defineSchema } from '../schema.ts';
import { table } from '../table-definition.ts';

const subject = { by: 'type', refs: { user: 'userId', post: 'postId' } } as const;
const fields = {
  userId: ref('users', { onDelete: 'nullify' }),
  postId: ref('posts', { onDelete: 'nullify' }),
};
const schema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string() }),
    posts: table({ title: string() }),
    notices: table(fields, { unions: { subject } }),
  },
});

function database() {
  const db = createDatabase({ schema, random: seededRandom(1), clock: new VirtualTime() });
  db.receive('posts', { id: 'p', title: 'P' });
  return db;
}

const refsOf = (db: ReturnType<typeof database>, id = 'n') => db.snapshot.table('notices').get(id);

test('the tag stands in the nested entity, or beside a mere id', () => {
  const db = database();
  db.receive('notices', [
    { id: 'n', subject: { id: 'u', type: 'user', name: 'U' } },
    { id: 'm', type: 'post', subject: 'p' },
  ]);
  expect(refsOf(db)).toEqual({ id: 'n', userId: 'u', postId: null });
  expect(refsOf(db, 'm')).toEqual({ id: 'm', userId: null, postId: 'p' });
  expect(db.snapshot.table('users').get('u')).toEqual({ id: 'u', name: 'U' });
  expect(db.snapshot.referrersOf('posts', 'p', 'notices', 'postId')).toEqual(['m']);
});

test('a subject of another table takes the place of the one before, and null takes it away', () => {
  const db = database();
  db.receive('notices', { id: 'n', subject: { id: 'u', type: 'user', name: 'U' } });
  db.receive('notices', { id: 'n', type: 'post', subject: 'p' });
  expect(refsOf(db)).toEqual({ id: 'n', userId: null, postId: 'p' });
  db.receive('notices', { id: 'n' });
  expect(refsOf(db)?.postId).toBe('p');
  db.receive('notices', { id: 'n', subject: null });
  expect(refsOf(db)).toEqual({ id: 'n', userId: null, postId: null });
});

test('a tag that is none is refused, and so are a bare id without one and a stray tag elsewhere', () => {
  const db = database();
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (isStatehouseError(error)) return [error.code, error.details.id, error.details.field];
    }
    return 'ok';
  };
  const unreadable = ['db/unreadable-row', 'n', 'subject'];
  expect(code(() => db.receive('notices', { id: 'n', subject: { id: 'u', type: 'ghost' } }))).toEqual(
    unreadable,
  );
  expect(code(() => db.receive('notices', { id: 'n', type: 'constructor', subject: 'p' }))).toEqual(
    unreadable,
  );
  expect(code(() => db.receive('notices', { id: 'n', subject: 'p' }))).toEqual(unreadable);
  expect(code(() => db.receive('users', { id: 'u', name: 'U', type: 'user' }))).toEqual([
    'db/unknown-field',
    'u',
    'type',
  ]);
});

test('a schema refuses a union of what are no nullable references, or under the name of a field', () => {
  const declare =
    (unions: Record<string, { by: string; refs: Record<string, 'userId' | 'postId' | 'title'> }>) => () =>
      defineSchema({
        version: 1,
        tables: {
          users: table({ name: string() }),
          posts: table({ title: string() }),
          notices: table({ ...fields, title: string() }, { unions }),
        },
      });
  expect(declare({ subject: { by: 'type', refs: { user: 'userId', post: 'postId' } } })).not.toThrow();
  for (const unions of [
    { subject: { by: 'type', refs: { user: 'title' } } },
    { subject: { by: 'type', refs: {} } },
    { subject: { by: 'type', refs: { user: 'userId', post: 'userId' } } },
    { title: { by: 'type', refs: { user: 'userId' } } },
    { parent: { by: 'type', refs: { user: 'userId' } } },
    { subject: { by: '__proto__ ', refs: { user: 'userId' } } },
  ] as const) {
    expect(declare(unions)).toThrow('The schema is not valid at notices union');
  }
});
