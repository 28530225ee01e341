import { createDatabase, defineSchema, number, ref, snapshotFromRows, string, table } from '@statehouse/db';
import { derive } from '@statehouse/db/derive';
import type { PostDetails, SocialSelectors } from '../selector-contender.ts';
import type { SocialData } from '../social-data.ts';
import { rowOf } from './statehouse-rows.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string() }),
    posts: table({ title: string(), authorId: ref('users', { onDelete: 'cascade' }), likes: number() }),
    comments: table({
      postId: ref('posts', { onDelete: 'cascade' }),
      authorId: ref('users', { onDelete: 'cascade' }),
      text: string(),
    }),
  },
});

function makeDetails() {
  return derive(schema, (read, id: string): PostDetails => {
    const post = read.get('posts', id);
    const commentsCount = read.countReferrers('posts', id, 'comments', 'postId');
    const likesCount = post?.likes ?? 0;
    return {
      title: post?.title ?? '',
      authorName: read.get('users', post?.authorId ?? null)?.name ?? '',
      commentsCount,
      likesCount,
      engagement: commentsCount + likesCount,
    };
  });
}

/** A database with references; a derived selector with one answer for each post. */
export function openSocial({ users, posts, comments }: SocialData): SocialSelectors {
  const snapshot = snapshotFromRows(schema, [
    ...users.map(({ id, name }) => rowOf('users', id, { name })),
    ...posts.map(({ id, title, authorId, likes }) => rowOf('posts', id, { title, authorId, likes })),
    ...comments.map(({ id, postId, authorId, text }) => rowOf('comments', id, { postId, authorId, text })),
  ]);
  const database = createDatabase({ schema, snapshot, historyLimit: 100, undoLimit: 100 });
  const kept = makeDetails();
  return {
    freshDetails(postIds) {
      const details = makeDetails();
      return postIds.map((id) => details(database.snapshot, id));
    },
    details: (postIds) => postIds.map((id) => kept(database.snapshot, id)),
    addComment: (comment) => void database.transact((tx) => tx.comments.insert(comment)),
  };
}
