import { createSelector } from 'reselect';
import type {
  ChannelView,
  ChatSelectors,
  PostDetails,
  SelectorsUnderTest,
  SocialSelectors,
} from '../selector-contender.ts';
import {
  type Channel,
  type ChatData,
  type Comment,
  type Message,
  type Post,
  SIZES,
  type SocialData,
  type User,
} from '../social-data.ts';

type ById<Entity> = Readonly<Record<string, Entity>>;

interface SocialState {
  readonly users: ById<User>;
  readonly posts: ById<Post>;
  readonly comments: ById<Comment>;
  readonly postComments: ById<readonly string[]>;
}

interface ChatState {
  readonly users: ById<User>;
  readonly channels: ById<Channel>;
  readonly messages: ById<Message>;
  readonly channelMessages: ById<readonly string[]>;
}

/** Plain records with relations kept by hand, and selectors of reselect, as the workshop has them. */
export const reselectSelectors: SelectorsUnderTest = { openSocial, openChat };

function openSocial(data: SocialData): SocialSelectors {
  let state: SocialState = {
    users: byId(data.users),
    posts: byId(data.posts),
    comments: byId(data.comments),
    postComments: idsBy(data.comments, ({ postId }) => postId),
  };
  const kept = new Map<string, ReturnType<typeof makeSelectDetails>>();
  return {
    freshDetails: (postIds) => postIds.map((id) => makeSelectDetails()(state, id)),
    details: (postIds) =>
      postIds.map((id) => {
        const selector = kept.get(id) ?? makeSelectDetails();
        kept.set(id, selector);
        return selector(state, id);
      }),
    addComment(comment) {
      state = {
        ...state,
        comments: { ...state.comments, [comment.id]: comment },
        postComments: appended(state.postComments, comment.postId, comment.id),
      };
    },
  };
}

function makeSelectDetails() {
  return createSelector(
    [
      (state: SocialState, id: string) => state.posts[id],
      (state: SocialState, id: string) => state.users[state.posts[id]?.authorId ?? ''],
      (state: SocialState, id: string) => state.postComments[id],
    ],
    (post, author, commentIds): PostDetails => {
      const commentsCount = commentIds?.length ?? 0;
      const likesCount = post?.likes ?? 0;
      return {
        title: post?.title ?? '',
        authorName: author?.name ?? '',
        commentsCount,
        likesCount,
        engagement: commentsCount + likesCount,
      };
    },
  );
}

function openChat(data: ChatData): ChatSelectors {
  let state: ChatState = {
    users: byId(data.users),
    channels: byId(data.channels),
    messages: byId(data.messages),
    channelMessages: idsBy(data.messages, ({ channelId }) => channelId),
  };
  const kept = makeSelectView();
  return {
    freshView: (channelId) => makeSelectView()(state, channelId),
    view: (channelId) => kept(state, channelId),
    addMessage(message) {
      state = {
        ...state,
        messages: { ...state.messages, [message.id]: message },
        channelMessages: appended(state.channelMessages, message.channelId, message.id),
      };
    },
  };
}

function makeSelectView() {
  const selectMessages = createSelector(
    [
      (state: ChatState) => state.messages,
      (state: ChatState, channelId: string) => state.channelMessages[channelId],
      (state: ChatState) => state.users,
    ],
    (messages, ids, users) =>
      (ids ?? []).slice(-SIZES.shownMessages).map((id) => {
        const message = messages[id];
        return { content: message?.content ?? '', authorName: users[message?.authorId ?? '']?.name ?? '' };
      }),
  );
  const selectRecency = createSelector(
    [
      (state: ChatState) => state.messages,
      (state: ChatState, channelId: string) => state.channelMessages[channelId],
      (state: ChatState, channelId: string) => state.channels[channelId]?.readUpToMs ?? 0,
    ],
    (messages, ids = [], readUpToMs) => ({
      unreadCount: ids.filter((id) => (messages[id]?.timestamp ?? 0) > readUpToMs).length,
      lastActivityMs: messages[ids.at(-1) ?? '']?.timestamp ?? 0,
    }),
  );
  return createSelector(
    [
      (state: ChatState, channelId: string) => state.channels[channelId],
      (state: ChatState) => state.users,
      selectMessages,
      selectRecency,
    ],
    (channel, users, messages, recency): ChannelView => ({
      name: channel?.name ?? '',
      messages,
      typingNames: (channel?.typingIds ?? []).map((id) => users[id]?.name ?? ''),
      onlineCount: (channel?.memberIds ?? []).filter((id) => users[id]?.isOnline === true).length,
      ...recency,
    }),
  );
}

function byId<Entity extends { readonly id: string }>(entities: readonly Entity[]): ById<Entity> {
  return Object.fromEntries(entities.map((entity) => [entity.id, entity]));
}

function idsBy<Entity extends { readonly id: string }>(
  entities: readonly Entity[],
  groupOf: (entity: Entity) => string,
): ById<readonly string[]> {
  const groups: Record<string, string[]> = {};
  for (const entity of entities) {
    const group = groupOf(entity);
    const ids = groups[group] ?? [];
    groups[group] = ids;
    ids.push(entity.id);
  }
  return groups;
}

function appended(groups: ById<readonly string[]>, group: string, id: string): ById<readonly string[]> {
  return { ...groups, [group]: [...(groups[group] ?? []), id] };
}
