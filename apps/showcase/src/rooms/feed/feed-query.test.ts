import { runQuery } from '@statehouse/db/query';
import { expect, test } from 'vitest';
import { ME } from './data/feed-schema.ts';
import { feedFrom, type LoadedFeed } from './data/load-feed.ts';
import {
  commentCount,
  feedPage,
  feedSize,
  followedCount,
  newerThan,
  oldestMs,
  PAGE_SIZE,
} from './feed-query.ts';
import { toggleFollow } from './follow.ts';

const feed = feedFrom(undefined, undefined, 3_000);
const sinceMs = oldestMs(feed.clockMs, 30);

/** The ids of the feed by the plainest reading of what it is. */
function expectedIds({ database }: LoadedFeed): readonly string[] {
  const { snapshot } = database;
  const mine = snapshot
    .table('follows')
    .all()
    .filter(({ who }) => who === ME);
  const followed = new Set(mine.map(({ whom }) => whom));
  return snapshot
    .table('posts')
    .all()
    .filter(({ author, createdAt }) => followed.has(author) && createdAt >= sinceMs)
    .sort((one, other) => other.engagement - one.engagement || (one.id < other.id ? -1 : 1))
    .map(({ id }) => id);
}

/** All pages one after the other. */
function pagedIds({ database }: LoadedFeed): readonly string[] {
  const ids: string[] = [];
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const page = runQuery(feedPage(sinceMs, offset), database.snapshot);
    ids.push(...page.map(({ id }) => id));
    if (page.length < PAGE_SIZE) return ids;
  }
}

test('the pages together are what those wrote whom I follow, not older than so many days, by engagement', () => {
  expect(pagedIds(feed).length).toBeGreaterThan(2 * PAGE_SIZE);
  expect(pagedIds(feed)).toEqual(expectedIds(feed));
  expect(runQuery(feedSize(sinceMs), feed.database.snapshot)).toBe(expectedIds(feed).length);
});

test('to follow and no longer to follow somebody changes what the feed is', () => {
  const { database } = feed;
  const before = runQuery(followedCount, database.snapshot);
  const [first = ''] = pagedIds(feed);
  const author = database.snapshot.table('posts').get(first)?.author ?? '';
  expect(toggleFollow(database, author)).toBe(false);
  expect(pagedIds(feed)).not.toContain(first);
  expect(pagedIds(feed)).toEqual(expectedIds(feed));
  expect(toggleFollow(database, author)).toBe(true);
  expect(pagedIds(feed)).toContain(first);
  expect(runQuery(followedCount, database.snapshot)).toBe(before);
});

test('posts that arrived are counted if they belong into the feed, and only since then', () => {
  const { database, clockMs } = feed;
  const [mine] = database.snapshot
    .table('follows')
    .all()
    .filter(({ who }) => who === ME);
  const given = {
    title: 'T',
    body: '',
    license: '',
    address: '',
    score: 0,
    engagement: 0,
    createdAt: clockMs,
  };
  database.receive('posts', [
    { id: 'a', author: mine?.whom, arrival: 1, ...given },
    { id: 'b', author: mine?.whom, arrival: 2, ...given },
    { id: 'c', author: mine?.whom, arrival: 3, ...given, createdAt: sinceMs - 1 },
    { id: 'd', author: ME, arrival: 4, ...given },
  ]);
  expect(runQuery(newerThan(sinceMs, 0), database.snapshot)).toBe(2);
  expect(runQuery(newerThan(sinceMs, 1), database.snapshot)).toBe(1);
});

test('data is filled up to so many posts, and nobody real is said to have written what is made up', () => {
  const at = Date.UTC(2018, 5, 1);
  const user = { id: 'user-1', name: 'Real', reputation: 5, address: 'https://example.org/users/1' };
  const words = {
    title: 'Real',
    body: '<p>x</p>',
    license: 'CC BY-SA 4.0',
    address: 'https://example.org/q/1',
  };
  const post = { id: 'post-1', author: 'user-1', createdAt: at, score: 3, engagement: 3, ...words };
  const comment = {
    id: 'c',
    post: 'post-1',
    author: 'user-1',
    text: 'x',
    createdAt: at,
    score: 0,
    license: '',
  };
  const dangling = { ...comment, id: 'lost', post: 'post-2' };
  const data = { users: [user], posts: [post], comments: [comment, dangling], follows: [] };
  const filled = feedFrom(data, { name: 'Example', address: 'https://example.org' }, 1_000);
  const { snapshot } = filled.database;
  expect(snapshot.table('posts').size).toBe(1_000);
  expect(filled.clockMs).toBe(at);
  const real = snapshot
    .table('posts')
    .all()
    .filter(({ author }) => author === 'user-1');
  expect(real.map(({ id }) => id)).toEqual(['post-1']);
  expect(snapshot.table('follows').has('me>user-1')).toBe(true);
  expect(runQuery(commentCount('post-1'), snapshot)).toBe(1);
  expect(snapshot.table('comments').has('lost')).toBe(false);
});
