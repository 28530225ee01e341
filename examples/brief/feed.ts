// G2, "Build a High-Performance Social Feed": its selector factories, merge-first updates and validation.
import {
  counter,
  createDatabase,
  defineSchema,
  type InsertOf,
  type RowOf,
  ref,
  type Snapshot,
  string,
  table,
  timestamp,
} from '@statehouse/db';
import { derive } from '@statehouse/db/derive';
import { snapshotFromData } from '@statehouse/db/nested';

export const socialSchema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string() }),
    posts: table(
      {
        authorId: ref('users', { onDelete: 'cascade' }),
        content: string(),
        createdAt: timestamp(),
        likes: counter(),
        shares: counter(),
      },
      { indexes: [['authorId', 'createdAt']] },
    ),
    comments: table({
      postId: ref('posts', { onDelete: 'cascade' }),
      authorId: ref('users', { onDelete: 'cascade' }),
      content: string(),
    }),
    follows: table({
      followerId: ref('users', { onDelete: 'cascade' }),
      followedId: ref('users', { onDelete: 'cascade' }),
    }),
  },
});

type SocialSchema = typeof socialSchema;
export type SocialState = Snapshot<SocialSchema>;
type Post = RowOf<SocialSchema, 'posts'>;
type Comment = InsertOf<SocialSchema, 'comments'> & { readonly id: string };

const following = derive(
  socialSchema,
  (read, userId: string): readonly string[] => {
    const follows = read.referrersOf('users', userId, 'follows', 'followerId');
    return [...new Set(follows.flatMap((id) => read.get('follows', id)?.followedId ?? []))];
  },
  { name: 'following' },
);

export const selectUserFollowing = (userId: string) => (state: SocialState) => following(state, userId);

const postWithDetails = derive(
  socialSchema,
  (read, postId: string) => {
    const post = read.get('posts', postId);
    const author = read.get('users', post?.authorId ?? null);
    if (post === undefined || author === undefined) return null;
    const commentsCount = read.countReferrers('posts', postId, 'comments', 'postId');
    return { ...post, author, commentsCount, likesCount: post.likes, engagement: post.likes + commentsCount };
  },
  { name: 'postWithDetails' },
);

/** A selector instance: the post with author, counts and engagement; null where the post is not there. */
export const makeSelectPostWithDetails = () => postWithDetails.instance({ limit: 1 });

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const FEED_LENGTH = 50;

const userFeed = derive(
  socialSchema,
  (read, userId: string, nowMs: number): readonly Post[] => {
    const ofLastWeek = (author: string) => {
      const range = { from: [author, nowMs - WEEK_MS], to: [author], isFromExclusive: true };
      return read.range('posts', 'authorId,createdAt', range);
    };
    const engagement = (post: Post) =>
      post.likes + read.countReferrers('posts', post.id, 'comments', 'postId');
    return read(following, userId)
      .flatMap(ofLastWeek)
      .map((post) => ({ post, engagement: engagement(post) }))
      .sort((one, other) => other.engagement - one.engagement || (one.post.id < other.post.id ? -1 : 1))
      .slice(0, FEED_LENGTH)
      .map(({ post }) => post);
  },
  { name: 'userFeed' },
);

/** A selector instance: what those say whom the user follows, by engagement, of the last week before `nowMs`. */
export const makeSelectUserFeed = () => userFeed.instance({ limit: 1 });

/** What is not given stays; comments are entities, and their place under the post follows from `postId`. */
export function updatePostEngagement(
  state: SocialState,
  updates: {
    readonly postId: string;
    readonly likes?: number;
    readonly shares?: number;
    readonly comments?: readonly Comment[];
  },
): SocialState {
  const { postId, likes, shares, comments = [] } = updates;
  return received(state, { posts: { id: postId, likes, shares }, comments });
}

/** Many changes, one transition. */
export function batchUpdatePosts(
  state: SocialState,
  updates: readonly { readonly postId: string; readonly changes: Partial<Omit<Post, 'id'>> }[],
): SocialState {
  return received(state, { posts: updates.map(({ postId, changes }) => ({ ...changes, id: postId })) });
}

function received(
  state: SocialState,
  data: Parameters<typeof snapshotFromData<SocialSchema>>[1],
): SocialState {
  const feed = createDatabase({ schema: socialSchema, snapshot: state });
  feed.receiveTables(data);
  return feed.snapshot;
}

/** Made by counting, not by chance: the same for the same sizes. */
export function generateSocialState(
  sizes: Readonly<Record<'users' | 'posts' | 'comments' | 'relationships', number>>,
  nowMs = 0,
): SocialState {
  const rows = <Row>(count: number, make: (at: number) => Row) =>
    Array.from({ length: count }, (_, at) => make(at));
  const user = (at: number) => `user${at % sizes.users}`;
  return snapshotFromData(socialSchema, {
    users: rows(sizes.users, (at) => ({ id: `user${at}`, name: `User ${at}` })),
    posts: rows(sizes.posts, (at) => ({
      id: `post${at}`,
      authorId: user(at * 7),
      content: `What ${user(at * 7)} says`,
      createdAt: nowMs - (at % 14) * DAY_MS,
      likes: (at * 31) % 97,
    })),
    comments: rows(sizes.comments, (at) => ({
      id: `comment${at}`,
      postId: `post${(at * 13) % sizes.posts}`,
      authorId: user(at * 3),
      content: `Comment ${at}`,
    })),
    follows: rows(sizes.relationships, (at) => ({
      id: `follow${at}`,
      followerId: user(at),
      followedId: user(at * 11 + 1 + Math.floor(at / sizes.users)),
    })),
  });
}
