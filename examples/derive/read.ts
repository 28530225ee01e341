import { derive } from '@statehouse/db/derive';
import { from } from '@statehouse/db/query';
import { openBlog, schema } from '../queries/blog.ts';

const comments = from(schema, 'comments');

const talk = derive(schema, (read, postId: string) => ({
  best: read.query(comments.where('post', '=', postId).orderBy('likes', 'descending').limit(1)),
  count: read.countReferrers('posts', postId, 'comments', 'post'),
}));

const postCard = derive(schema, (read, postId: string) => {
  const post = read.get('posts', postId);
  const author = read.get('people', post?.author ?? null);
  return { title: `${post?.title}`, author: author?.name, ...read(talk, postId) };
});

const blog = openBlog();
const before = blog.snapshot;
const engines = postCard(before, 'engines');
console.log(engines.title, engines.author, engines.count, engines.best[0]?.body);

// Nothing of this was read for the card, so it is the same object.
blog.transact((tx) => tx.posts.modify('bread', { score: 9 }));
blog.transact((tx) => tx.comments.insert({ post: 'bread', body: 'With salt.', likes: 0 }));
console.log(postCard(blog.snapshot, 'engines') === engines);

// This was; what stays the same in the new card is the same object still.
blog.transact((tx) => tx.people.modify('ada', { name: 'Ada L.' }));
const later = postCard(blog.snapshot, 'engines');
console.log(later.author, later.best === engines.best);

console.log(postCard(before, 'engines') === engines);
const { hits, misses, recomputations } = postCard.stats();
console.log({ hits, misses, recomputations });
