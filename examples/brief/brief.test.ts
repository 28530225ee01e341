import { expect, expectTypeOf, test } from 'vitest';
import {
  addComment,
  type BlogRecords,
  openBlog,
  renameUser,
  selectPost,
  selectPostComments,
  selectPostWithAuthor,
  selectUser,
  updatePost,
} from './blog.ts';
import {
  batchUpdatePosts,
  generateSocialState,
  makeSelectPostWithDetails,
  makeSelectUserFeed,
  selectUserFollowing,
  updatePostEngagement,
} from './feed.ts';

const blogRecords: BlogRecords = {
  posts: {
    post1: {
      id: 'post1',
      title: 'Redux Basics',
      content: '...',
      authorId: 'user1',
      createdAt: '2024-01-01',
      updatedAt: '2024-01-01',
    },
  },
  users: { user1: { id: 'user1', name: 'Alice', email: 'alice@example.com' } },
  comments: {},
};
const newComment = { id: 'comment1', content: 'Great post!', authorId: 'user1', postId: 'post1' };

test('G1: can you add a comment and retrieve it?', () => {
  const initialState = openBlog(blogRecords).snapshot;
  const updatedState = addComment(initialState, newComment);
  expect(selectPostComments('post1')(updatedState)).toEqual([newComment]);
  expect(selectPostComments('post1')(initialState)).toEqual([]);
  expect(selectPostComments('gone')(updatedState)).toEqual([]);
});

test('G1: an update of a post preserves all other data', () => {
  const state = openBlog(blogRecords).snapshot;
  const updated = updatePost(state, { id: 'post1', title: 'Redux, again' });
  expect(selectPost('post1')(updated)).toEqual({ ...blogRecords.posts.post1, title: 'Redux, again' });
  expect(selectPost('post1')(state)).toEqual(blogRecords.posts.post1);
  expect(selectUser('user1')(updated)).toBe(selectUser('user1')(state));
});

test('G1: selectPostWithAuthor combines a post with its author, and denormalizes nothing', () => {
  const state = openBlog(blogRecords).snapshot;
  const select = selectPostWithAuthor('post1');
  const post = select(state);
  expectTypeOf(post?.authorId.name).toEqualTypeOf<string | undefined>();
  expect(post).toMatchObject({ title: 'Redux Basics', authorId: { name: 'Alice' } });
  expect(post?.authorId).toBe(selectUser('user1')(state));
  expect(select(addComment(state, newComment))).toBe(post);
});

test('G1: a user is renamed once, and everywhere', () => {
  const state = addComment(openBlog(blogRecords).snapshot, newComment);
  const renamed = renameUser(state, 'user1', 'Alice Liddell');
  expect(selectPostWithAuthor('post1')(renamed)?.authorId.name).toBe('Alice Liddell');
  expect(selectPostComments('post1')(renamed)).toBe(selectPostComments('post1')(state));
});

const sizes = { users: 1_000, posts: 10_000, comments: 50_000, relationships: 5_000 };
const testState = generateSocialState(sizes);

test('G2: 100 posts with details take less than 50 ms', () => {
  // Other posts each time, and the quickest of five: a machine that does something else meanwhile is no fault of ours.
  const timesMs = [0, 100, 200, 300, 400].map((first) => {
    const startedAt = performance.now();
    for (let at = first; at < first + 100; at += 1) {
      const result = makeSelectPostWithDetails()(testState, `post${at}`);
      if (result?.id !== `post${at}`) throw new Error(`post${at} was not found`);
    }
    return performance.now() - startedAt;
  });
  expect(Math.min(...timesMs)).toBeLessThan(50);
});

test('G2: memoization works, and instances are isolated', () => {
  const selector1 = makeSelectPostWithDetails();
  const selector2 = makeSelectPostWithDetails();
  const result1a = selector1(testState, 'post1');
  const result1b = selector1(testState, 'post1');
  const result2 = selector2(testState, 'post1');
  expect(result1a).toBe(result1b);
  expect(result1a).not.toBe(result2);
  expect(result1a).toEqual(result2);
  expect(result1a).toMatchObject({
    author: { id: 'user7' },
    commentsCount: 5,
    likesCount: 31,
    engagement: 36,
  });
  expect(selector1(testState, 'gone')).toBeNull();
});

test('G2: a post that arrives or changes elsewhere recomputes nothing', () => {
  const select = makeSelectPostWithDetails();
  const before = select(testState, 'post1');
  const elsewhere = updatePostEngagement(testState, { postId: 'post2', likes: 7 });
  expect(select(elsewhere, 'post1')).toBe(before);
  expect(select(updatePostEngagement(testState, { postId: 'post1', likes: 7 }), 'post1')?.likesCount).toBe(7);
});

test('G2: the feed is what the followed say, by engagement, not older than a week, at most 50', () => {
  const [userId, nowMs] = ['user3', 0];
  const feed = makeSelectUserFeed()(testState, userId, nowMs);
  const following = selectUserFollowing(userId)(testState);
  const details = makeSelectPostWithDetails();
  const engagement = (id: string) => details(testState, id)?.engagement ?? -1;
  const eligible = testState
    .table('posts')
    .all()
    .filter(({ authorId, createdAt }) => following.includes(authorId) && createdAt > -7 * 86_400_000);
  expect(eligible.length).toBeGreaterThan(0);
  expect(feed).toHaveLength(Math.min(50, eligible.length));
  expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
  const best = eligible.map(({ id }) => engagement(id)).sort((one, other) => other - one);
  expect(feed.map(({ id }) => engagement(id))).toEqual(best.slice(0, 50));
});

test('G2: merge-first: only the fields that are provided are updated', () => {
  const before = testState.table('posts').get('post1');
  const comments = [{ id: 'new', postId: 'post1', authorId: 'user1', content: 'So true' }];
  const state = updatePostEngagement(testState, { postId: 'post1', shares: 3, comments });
  expect(state.table('posts').get('post1')).toEqual({ ...before, shares: 3 });
  expect(makeSelectPostWithDetails()(state, 'post1')).toMatchObject({ commentsCount: 6, engagement: 37 });
});

test('G2: a batch of updates is one transition', () => {
  const updates = Array.from({ length: 1_000 }, (_, at) => ({
    postId: `post${at}`,
    changes: { content: `Edited ${at}` },
  }));
  const state = batchUpdatePosts(testState, updates);
  expect(state.table('posts').get('post999')).toEqual({
    ...testState.table('posts').get('post999'),
    content: 'Edited 999',
  });
  expect(state.table('posts').get('post1000')).toBe(testState.table('posts').get('post1000'));
});
