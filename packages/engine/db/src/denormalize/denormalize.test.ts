import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { expect, expectTypeOf, test } from 'vitest';
import { createDatabase } from '../database.ts';
import { ref, refs, string } from '../field.ts';
import { defineSchema } from '../schema.ts';
import { table } from '../table-definition.ts';
import { codeOf } from '../testing/sample-database.ts';
import { denormalize } from './denormalize.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string(), boss: ref('users', { onDelete: 'nullify' }) }),
    posts: table({
      title: string(),
      author: ref('users', { onDelete: 'cascade' }),
      fans: refs('users', { onDelete: 'nullify' }),
    }),
    comments: table(
      {
        post: ref('posts', { onDelete: 'cascade' }),
        text: string(),
        by: ref('users', { onDelete: 'nullify' }),
      },
      { order: { tree: 'cascade' } },
    ),
    notices: table(
      { user: ref('users', { onDelete: 'nullify' }), post: ref('posts', { onDelete: 'nullify' }) },
      { unions: { subject: { by: 'kind', refs: { user: 'user', post: 'post' } } } },
    ),
  },
});

function blog() {
  const db = createDatabase({ schema, random: seededRandom(1), clock: new VirtualTime() });
  db.receiveTables({
    users: [
      { id: 'ann', name: 'Ann', boss: 'bob' },
      { id: 'bob', name: 'Bob', boss: 'ann' },
      { id: 'cy', name: 'Cy' },
    ],
    posts: [
      { id: 'p', title: 'P', author: 'ann', fans: ['bob', 'cy'] },
      { id: 'q', title: 'Q', author: 'bob' },
    ],
    comments: [
      { id: 'c1', post: 'p', text: 'first', by: 'bob' },
      { id: 'c2', post: 'p', text: 'second' },
      { id: 'c3', post: 'p', text: 'reply', parent: 'c1' },
    ],
    notices: [
      { id: 'n1', kind: 'post', subject: 'p' },
      { id: 'n2', subject: { id: 'cy', kind: 'user' } },
    ],
  });
  return db;
}

const postShape = { author: { boss: true }, fans: true, 'comments.post': { by: true } } as const;

test('references are followed both ways, as far as the shape says', () => {
  const { snapshot } = blog();
  const post = denormalize(snapshot, 'posts', 'p', postShape);
  expectTypeOf(post?.author.boss?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(post?.author.boss?.boss).toEqualTypeOf<string | null | undefined>();
  expect(post).toMatchObject({
    id: 'p',
    title: 'P',
    author: { name: 'Ann', boss: { name: 'Bob', boss: 'ann' } },
    fans: [{ id: 'bob' }, { id: 'cy' }],
    'comments.post': [{ id: 'c1', by: { name: 'Bob' } }, { id: 'c2', by: null }, { id: 'c3' }],
  });
  expect(JSON.parse(JSON.stringify(post)).author.boss.name).toBe('Bob');
  expect(denormalize(snapshot, 'posts', 'gone', { author: true })).toBeUndefined();
  expect(denormalize(snapshot, 'users', 'ann', true as never)).toBe(snapshot.table('users').get('ann'));
});

test('a tree is followed up and down, children in their order', () => {
  const { snapshot } = blog();
  const parent = denormalize(snapshot, 'comments', 'c1', { 'comments.parent': { parent: true } });
  expect(parent?.['comments.parent'][0]?.parent?.text).toBe('first');
});

test('a union is the entity that it holds, with its tag', () => {
  const { snapshot } = blog();
  const shape = { subject: { post: { author: true }, user: true } } as const;
  const [first, second] = ['n1', 'n2'].map((id) => denormalize(snapshot, 'notices', id, shape)?.subject);
  expect(first).toMatchObject({ kind: 'post', title: 'P', author: { name: 'Ann' } });
  expect(second).toMatchObject({ kind: 'user', name: 'Cy' });
  if (first?.kind === 'post') expectTypeOf(first.author.name).toEqualTypeOf<string>();
});

test('a shape that holds itself goes round a circle for as long as somebody reads', () => {
  interface Upwards {
    boss?: Upwards;
  }
  const shape: Upwards = {};
  shape.boss = shape;
  const { snapshot } = blog();
  const ann: unknown = denormalize(snapshot, 'users', 'ann', shape);
  expect(ann).toHaveProperty('boss.boss.boss.name', 'Bob');
  expect(ann).toHaveProperty('boss.boss', ann);
});

test('nothing is looked at before it is read', () => {
  const { snapshot } = blog();
  let reads = 0;
  const watched = new Proxy(snapshot, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        if (name === 'get' || name === 'referrersOf') reads += 1;
        return value.apply(target, given);
      };
    },
  });
  const post = denormalize(watched, 'posts', 'p', postShape);
  expect(reads).toBe(1);
  expect(post?.author.name).toBe('Ann');
  expect(reads).toBe(2);
});

test('a view is the same object until something under it changes, and so is each of its parts', () => {
  const db = blog();
  const view = () => denormalize(db.snapshot, 'posts', 'p', postShape);
  const before = view();
  const parts = [before?.author, before?.fans, before?.['comments.post']];
  expect(view()).toBe(before);
  expect(
    denormalize(db.snapshot, 'posts', 'p', {
      author: { boss: true },
      fans: true,
      'comments.post': { by: true },
    }),
  ).toBe(before);
  db.transact((tx) => tx.posts.modify('q', { title: 'elsewhere' }));
  db.transact((tx) => tx.comments.insert({ post: 'q', text: 'elsewhere' }));
  expect(view()).toBe(before);
  db.transact((tx) => tx.posts.modify('p', { title: 'P2' }));
  const renamed = view();
  expect(renamed).not.toBe(before);
  expect([renamed?.author, renamed?.fans, renamed?.['comments.post']]).toEqual(parts);
  expect(renamed?.author).toBe(parts[0]);
  expect(renamed?.fans).toBe(parts[1]);
  expect(renamed?.['comments.post']).toBe(parts[2]);
  db.transact((tx) => tx.users.modify('bob', { name: 'Rob' }));
  const after = view();
  expect(after).not.toBe(renamed);
  expect(after?.author.boss?.name).toBe('Rob');
  expect(after?.['comments.post'][1]).toBe(renamed?.['comments.post'][1]);
  expect(after?.['comments.post'][0]).not.toBe(renamed?.['comments.post'][0]);
  expect(before?.author.boss?.name).toBe('Bob');
});

test('what was not read yet is read as it was when the view was made', () => {
  const db = blog();
  const before = denormalize(db.snapshot, 'posts', 'p', postShape);
  db.transact((tx) => tx.comments.delete('c1'));
  expect(before?.['comments.post'].map(({ id }) => id)).toEqual(['c1', 'c2', 'c3']);
  expect(denormalize(db.snapshot, 'posts', 'p', postShape)?.['comments.post'].map(({ id }) => id)).toEqual([
    'c2',
  ]);
});

test('a shape that the schema does not know is a coded error, and one that the types refuse', () => {
  const { snapshot } = blog();
  // @ts-expect-error posts have no field of this name
  expect(codeOf(() => denormalize(snapshot, 'posts', 'p', { writer: true }))).toBe('db/unknown-field');
  // @ts-expect-error comments refer to posts, not to users, by this field
  expect(codeOf(() => denormalize(snapshot, 'users', 'ann', { 'comments.post': true }))).toBe(
    'db/unknown-field',
  );
  // @ts-expect-error there is no such table
  expect(codeOf(() => denormalize(snapshot, 'nowhere', 'p', {}))).toBe('db/unknown-table');
});
