import type { Snapshot } from '@statehouse/db';
import { derive } from '@statehouse/db/derive';
import { createSelector } from 'reselect';
import { openBlog, schema } from '../queries/blog.ts';

type State = Snapshot<typeof schema>;

// A derived selector is an input of createSelector …
const authorName = derive(schema, (read, postId: string) => {
  const author = read.get('posts', postId)?.author ?? null;
  return read.get('people', author)?.name ?? 'nobody';
});
const shout = createSelector([authorName], (name) => name.toUpperCase());

// … and what createSelector makes is read in a derived one like any other.
const totalScore = createSelector([(state: State) => state.table('posts').all()], (posts) =>
  posts.reduce((sum, { score }) => sum + score, 0),
);
const headline = derive(schema, (read, postId: string) => `${read(shout, postId)} of ${read(totalScore)}`);

console.log(headline(openBlog().snapshot, 'engines'));
