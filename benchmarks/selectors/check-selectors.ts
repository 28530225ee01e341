import assert from 'node:assert/strict';
import type {
  ChannelView,
  ChatSelectors,
  NumberTable,
  PostDetails,
  SocialSelectors,
} from './selector-contender.ts';
import { type ChatData, type Message, SIZES, type SocialData } from './social-data.ts';

/** What the selectors answer is what plain loops over the data find, before a change and after it. */
export function checkSocial(selectors: SocialSelectors, data: SocialData, postIds: readonly string[]): void {
  const expected = postIds.map((id) => plainDetails(data, id));
  assert.deepEqual(selectors.freshDetails(postIds), expected);
  const first = selectors.details(postIds);
  assert.deepEqual(first, expected);
  assert.equal(selectors.details(postIds)[0], first[0], 'what did not change is the same object');
  const [postId = ''] = postIds;
  selectors.addComment({ id: 'comment-new', postId, authorId: 'user-1', text: 'New' });
  const after = selectors.details(postIds);
  assert.equal(after[0]?.commentsCount, (first[0]?.commentsCount ?? 0) + 1);
  assert.equal(after[1], first[1], 'another post is the same object');
}

export function checkChat(selectors: ChatSelectors, data: ChatData, channelId: string): void {
  assert.deepEqual(selectors.freshView(channelId), plainView(data, channelId));
  assert.deepEqual(selectors.view(channelId), plainView(data, channelId));
  const message: Message = {
    id: 'message-new',
    channelId,
    authorId: 'user-1',
    content: 'New',
    timestamp: 1_900_000_000_000,
  };
  selectors.addMessage(message);
  const after = plainView({ ...data, messages: [...data.messages, message] }, channelId);
  assert.deepEqual(selectors.view(channelId), after);
}

export function checkNumbers(table: NumberTable, ids: readonly string[]): void {
  const [first = '', second = ''] = ids;
  table.setOne(first, 7);
  assert.equal(table.valueOf(first), 7);
  assert.equal(table.valueOf(second), 0);
  table.setAll(8);
  assert.ok(ids.every((id) => table.valueOf(id) === 8));
}

function plainDetails({ users, posts, comments }: SocialData, postId: string): PostDetails {
  const post = posts.find(({ id }) => id === postId);
  const commentsCount = comments.filter((comment) => comment.postId === postId).length;
  const likesCount = post?.likes ?? 0;
  return {
    title: post?.title ?? '',
    authorName: users.find(({ id }) => id === post?.authorId)?.name ?? '',
    commentsCount,
    likesCount,
    engagement: commentsCount + likesCount,
  };
}

function plainView({ users, channels, messages }: ChatData, channelId: string): ChannelView {
  const channel = channels.find(({ id }) => id === channelId);
  const own = messages.filter((message) => message.channelId === channelId);
  const nameOf = (userId: string) => users.find(({ id }) => id === userId)?.name ?? '';
  return {
    name: channel?.name ?? '',
    messages: own
      .slice(-SIZES.shownMessages)
      .map(({ content, authorId }) => ({ content, authorName: nameOf(authorId) })),
    typingNames: (channel?.typingIds ?? []).map(nameOf),
    onlineCount: (channel?.memberIds ?? []).filter(
      (userId) => users.find(({ id }) => id === userId)?.isOnline === true,
    ).length,
    unreadCount: own.filter(({ timestamp }) => timestamp > (channel?.readUpToMs ?? 0)).length,
    lastActivityMs: own.at(-1)?.timestamp ?? 0,
  };
}
