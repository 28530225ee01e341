import { drawInt, seededRandom } from '@statehouse/kernel/testing';

/** The sizes that the workshop asks for. */
export const SIZES = {
  users: 1_000,
  posts: 10_000,
  comments: 50_000,
  selectedPosts: 100,
  channels: 100,
  messages: 100_000,
  chatUsers: 10_000,
  membersOfChannel: 200,
  shownMessages: 50,
  updatedRows: 1_000,
} as const;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly isOnline: boolean;
}

export interface Post {
  readonly id: string;
  readonly title: string;
  readonly authorId: string;
  readonly likes: number;
}

export interface Comment {
  readonly id: string;
  readonly postId: string;
  readonly authorId: string;
  readonly text: string;
}

/** Posts, who wrote them, and what was said about them. */
export interface SocialData {
  readonly users: readonly User[];
  readonly posts: readonly Post[];
  readonly comments: readonly Comment[];
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly memberIds: readonly string[];
  readonly typingIds: readonly string[];
  readonly readUpToMs: number;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  /** Milliseconds; later messages come later in the list. */
  readonly timestamp: number;
}

export interface ChatData {
  readonly users: readonly User[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
}

export function makeSocialData(): SocialData {
  const random = seededRandom(5, 'social');
  return {
    users: makeUsers(SIZES.users),
    posts: list(SIZES.posts, (index) => ({
      id: `post-${index}`,
      title: `Post number ${index}`,
      authorId: `user-${drawInt(random, SIZES.users)}`,
      likes: drawInt(random, 500),
    })),
    comments: list(SIZES.comments, (index) => ({
      id: `comment-${index}`,
      postId: `post-${drawInt(random, SIZES.posts)}`,
      authorId: `user-${drawInt(random, SIZES.users)}`,
      text: `Comment number ${index}`,
    })),
  };
}

export function makeChatData(): ChatData {
  const random = seededRandom(5, 'chat');
  const startMs = 1_750_000_000_000;
  return {
    users: makeUsers(SIZES.chatUsers),
    channels: list(SIZES.channels, (index) => ({
      id: `channel-${index}`,
      name: `Channel number ${index}`,
      memberIds: list(SIZES.membersOfChannel, () => `user-${drawInt(random, SIZES.chatUsers)}`),
      typingIds: list(3, () => `user-${drawInt(random, SIZES.chatUsers)}`),
      readUpToMs: startMs + Math.floor(SIZES.messages * 0.999) * 1_000,
    })),
    messages: list(SIZES.messages, (index) => ({
      id: `message-${index}`,
      channelId: `channel-${drawInt(random, SIZES.channels)}`,
      authorId: `user-${drawInt(random, SIZES.chatUsers)}`,
      content: `Message number ${index}`,
      timestamp: startMs + index * 1_000,
    })),
  };
}

function makeUsers(count: number): readonly User[] {
  return list(count, (index) => ({ id: `user-${index}`, name: `User ${index}`, isOnline: index % 3 === 0 }));
}

function list<Item>(length: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length }, (_, index) => make(index));
}
