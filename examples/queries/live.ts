import { explainQuery, from, liveQuery, runQuery } from '@statehouse/db/query';
import { openBlog, schema } from './blog.ts';

const blog = openBlog();
const posts = from(schema, 'posts');
const hers = posts
  .where('author', '=', 'ada')
  .orderBy('score', 'descending')
  .limit(2)
  .join('writer', 'author');
const live = liveQuery(blog, hers);
live.subscribe(() => console.log(live.value.map(({ title, score }) => `${title} ${score}`).join(' · ')));

const [engines, notes] = live.value;
const before = blog.snapshot;
blog.transact((tx) => tx.posts.modify('notes', { score: 7 }));
blog.transact((tx) => tx.posts.modify('bread', { score: 100 })); // Not hers: nobody is told.
console.log(live.value[0] === engines, live.value[1] === notes);

blog.transact((tx) => tx.people.modify('ada', { name: 'Ada L.' }));
console.log(live.value.map(({ writer }) => writer?.name));
console.log(runQuery(hers, before).map(({ score }) => score));

const { levels, last } = live.explain();
console.log(
  levels.map(({ table, access, index }) => [table, access, index?.join()].join(' ')),
  last.kind,
);
console.log(explainQuery(posts.where('status', '=', 'open').orderBy('score').limit(5), before).warnings);
live.dispose();
