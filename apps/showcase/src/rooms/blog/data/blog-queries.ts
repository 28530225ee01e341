import { from } from '@statehouse/db/query';
import { blogSchema } from './blog-schema.ts';

const posts = from(blogSchema, 'posts');

/** How many posts stand on one page of the list. */
export const PAGE_SIZE = 20;

/** The posts that a search finds, in no order; without words all of them. */
function found(words: string) {
  if (words.trim() === '') return posts;
  return posts.where((on) => on.or(on.is('title', 'matches', words), on.is('text', 'matches', words)));
}

export const countPosts = (words: string) => found(words).count();

/** One page of the posts, the newest first: each with its author, and with how many comments it has. */
export const selectPage = (words: string, page: number) =>
  found(words)
    .orderBy('createdAt', 'descending')
    .offset(page * PAGE_SIZE)
    .limit(PAGE_SIZE)
    .join('writer', 'author')
    .joinReferrers('commentCount', 'comments', 'post', (comments) => comments.count());

/** A post with its author and its comments, each comment with its own author; null if there is no such post. */
export const selectPostWithAuthor = (id: string) =>
  posts
    .where('id', '=', id)
    .join('writer', 'author')
    .joinReferrers('replies', 'comments', 'post', (comments) =>
      comments.orderBy('createdAt').join('writer', 'author'),
    )
    .first();
