import { createDatabase, defineSchema, ref, string, table } from '@statehouse/db';
import { denormalize } from '@statehouse/db/nested';

const schema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string(), email: string().nullable() }, { unique: [['email']] }),
    posts: table({ title: string(), author: ref('users', { onDelete: 'cascade' }) }),
    comments: table({ text: string(), post: ref('posts', { onDelete: 'cascade' }) }),
  },
});
const blog = createDatabase({ schema });
const nested = { comments: { table: 'comments', via: 'post' } };

const done = blog.receive(
  'posts',
  [
    {
      id: 1,
      title: 'Bread',
      author: { id: 7, name: 'Ada', email: 'ada@x' },
      comments: [{ id: 3, text: 'Rye?' }],
    },
    { id: 2, title: 'Cheese', author: { id: 7, name: 'Ada' }, comments: { 4: { text: 'Blue.' } } },
  ],
  { nested },
);
console.log(done.counts.posts?.inserted, done.counts.users?.inserted, done.counts.comments?.inserted);

blog.receive('users', { id: 7, name: 'Ada L.' }); // The e-mail is absent, so it stays.
console.log(blog.snapshot.table('users').get('7'));

const shape = { author: true, 'comments.post': true } as const;
const bread = denormalize(blog.snapshot, 'posts', '1', shape);
console.log(bread?.author.name, bread?.['comments.post'][0]?.text);

blog.receive('posts', { id: 2, title: 'More cheese' });
console.log(denormalize(blog.snapshot, 'posts', '1', shape) === bread);

const early = { id: 9, text: 'First!', post: 99 };
console.log(blog.receive('comments', early, { dangling: 'drop' }).dangling);
