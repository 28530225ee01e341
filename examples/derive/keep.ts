import { derive } from '@statehouse/db/derive';
import { openBlog, schema } from '../queries/blog.ts';

const { snapshot } = openBlog();
const authorOf = derive(
  schema,
  (read, postId: string) => {
    const post = read.get('posts', postId);
    if (post === undefined) throw new Error(`There is no post ${postId}.`);
    return read.get('people', post.author)?.name;
  },
  { name: 'authorOf', limit: 200, pastLimit: 20 },
);

// Before somebody asks: all of some, or as many as have room.
console.log(authorOf.warm(snapshot, [['engines'], ['notes']]));
console.log(authorOf.prefetch(snapshot, [['engines'], ['bread']], { maxBytes: 10_000 }).computed);

// A component that shows one post at a time keeps its own, and pushes out nobody else's.
const forOneCard = authorOf.instance({ limit: 1 });
console.log(forOneCard(snapshot, 'bread'), forOneCard.stats().entries, authorOf.stats().entries);

// An error is an answer too: it is told again, and is nobody else's.
for (let time = 0; time < 2; time += 1) {
  try {
    authorOf(snapshot, 'gone');
  } catch (error) {
    console.log(String(error));
  }
}
console.log(authorOf.stats().errors);

// What nobody has asked for since the last time is packed, and the time after that dropped.
authorOf.compress();
console.log(authorOf.compress().packed, authorOf.compress().dropped, authorOf.stats().entries);
