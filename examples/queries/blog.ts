import { createDatabase, defineSchema, enumeration, number, ref, string, table, text } from '@statehouse/db';

export const schema = defineSchema({
  version: 1,
  tables: {
    people: table({ name: string() }),
    posts: table(
      {
        author: ref('people', { onDelete: 'cascade' }),
        title: text(),
        status: enumeration(['draft', 'open']),
        score: number(),
      },
      { indexes: [['author', 'score']], search: ['title'] },
    ),
    comments: table({ post: ref('posts', { onDelete: 'cascade' }), body: string(), likes: number() }),
  },
});

/** A small blog: two people, three posts, three comments. */
export function openBlog() {
  const blog = createDatabase({ schema });
  blog.transact((tx) => {
    tx.people.insert({ id: 'ada', name: 'Ada' });
    tx.people.insert({ id: 'ben', name: 'Ben' });
    tx.posts.insert({ id: 'engines', author: 'ada', title: 'On engines', status: 'open', score: 8 });
    tx.posts.insert({ id: 'notes', author: 'ada', title: 'Notes', status: 'draft', score: 3 });
    tx.posts.insert({ id: 'bread', author: 'ben', title: 'Bread, and engines', status: 'open', score: 5 });
    tx.comments.insert({ id: 'c1', post: 'engines', body: 'More!', likes: 4 });
    tx.comments.insert({ id: 'c2', post: 'engines', body: 'Less!', likes: 1 });
    tx.comments.insert({ id: 'c3', post: 'bread', body: 'Rye?', likes: 2 });
  });
  return blog;
}
