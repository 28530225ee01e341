import { from, runQuery } from '@statehouse/db/query';
import { openBlog, schema } from './blog.ts';

const { snapshot } = openBlog();
const posts = from(schema, 'posts');

// Conditions one after the other must all hold; with and, or and not they are put together in one.
const good = posts.where((post) => post.or(post.is('score', '>', 6), post.is('title', 'matches', 'bread')));
const titles = runQuery(good.orderBy('score', 'descending'), snapshot).map(({ title }) => `${title}`);
console.log(titles.join(' · '));

// Each post with its author, its two most liked comments, and how many there are.
const page = posts
  .where('status', '=', 'open')
  .orderBy('score', 'descending')
  .limit(10)
  .join('writer', 'author')
  .joinReferrers('best', 'comments', 'post', (all) => all.orderBy('likes', 'descending').limit(2))
  .joinReferrers('talk', 'comments', 'post', (all) => all.count());
for (const { writer, best, talk } of runQuery(page, snapshot)) {
  console.log(writer?.name, talk, best.map(({ body }) => body).join(' '));
}

// People of whom somebody liked an answer to a post.
const liked = from(schema, 'people').where((person) =>
  person.referred('posts', 'author', (post) =>
    post.referred('comments', 'post', (comment) => comment.is('likes', '>=', 4)),
  ),
);
console.log(runQuery(liked, snapshot).map(({ name }) => name));

const byAuthor = posts.groupBy(['author'], (over) => ({ posts: over.count(), best: over.max('score') }));
console.log(runQuery(byAuthor.orderBy('best', 'descending'), snapshot));
console.log(runQuery(posts.average('score'), snapshot), runQuery(posts.distinct('status'), snapshot));
