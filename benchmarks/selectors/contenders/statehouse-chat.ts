import {
  boolean,
  createDatabase,
  defineSchema,
  number,
  ref,
  refs,
  snapshotFromRows,
  string,
  table,
} from '@statehouse/db';
import { derive } from '@statehouse/db/derive';
import type { ChannelView, ChatSelectors } from '../selector-contender.ts';
import { type ChatData, SIZES } from '../social-data.ts';
import { rowOf } from './statehouse-rows.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    users: table({ name: string(), isOnline: boolean() }),
    channels: table({
      name: string(),
      memberIds: refs('users', { onDelete: 'nullify' }),
      typingIds: refs('users', { onDelete: 'nullify' }),
      readUpToMs: number(),
    }),
    messages: table(
      {
        channelId: ref('channels', { onDelete: 'cascade' }),
        authorId: ref('users', { onDelete: 'cascade' }),
        content: string(),
        timestamp: number(),
      },
      { indexes: [['channelId', 'timestamp']] },
    ),
  },
});

const BY_TIME = 'channelId,timestamp';

/** Three selectors, since each is computed again for reasons of its own, and one that puts them together. */
function makeView() {
  const selectMessages = derive(schema, (read, channelId: string) => {
    const range = { from: [channelId], to: [channelId], reverse: true, limit: SIZES.shownMessages };
    const latest = read.range('messages', BY_TIME, range);
    return {
      lastActivityMs: latest[0]?.timestamp ?? 0,
      messages: latest
        .map(({ content, authorId }) => ({ content, authorName: read.get('users', authorId)?.name ?? '' }))
        .reverse(),
    };
  });
  const selectPeople = derive(schema, (read, channelId: string) => {
    const channel = read.get('channels', channelId);
    return {
      typingNames: (channel?.typingIds ?? []).map((id) => read.get('users', id)?.name ?? ''),
      onlineCount: (channel?.memberIds ?? []).filter((id) => read.get('users', id)?.isOnline === true).length,
    };
  });
  const selectUnread = derive(schema, (read, channelId: string) => {
    const readUpToMs = read.get('channels', channelId)?.readUpToMs ?? 0;
    const from = [channelId, readUpToMs];
    return read.count('messages', BY_TIME, { from, isFromExclusive: true, to: [channelId] });
  });
  return derive(schema, (read, channelId: string): ChannelView => {
    const { messages, lastActivityMs } = read(selectMessages, channelId);
    const name = read.get('channels', channelId)?.name ?? '';
    const unreadCount = read(selectUnread, channelId);
    return { name, messages, ...read(selectPeople, channelId), unreadCount, lastActivityMs };
  });
}

/** A database with an index of messages by channel and time, and derived selectors over it. */
export function openChat({ users, channels, messages }: ChatData): ChatSelectors {
  const snapshot = snapshotFromRows(schema, [
    ...users.map(({ id, name, isOnline }) => rowOf('users', id, { name, isOnline })),
    ...channels.map(({ id, ...channel }) => rowOf('channels', id, channel)),
    ...messages.map(({ id, ...message }) => rowOf('messages', id, message)),
  ]);
  const database = createDatabase({ schema, snapshot, historyLimit: 100, undoLimit: 100 });
  const kept = makeView();
  return {
    freshView: (channelId) => makeView()(database.snapshot, channelId),
    view: (channelId) => kept(database.snapshot, channelId),
    addMessage: (message) => void database.transact((tx) => tx.messages.insert(message)),
  };
}
