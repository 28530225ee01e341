import { isFlag, isListOf, isNumber, isOneOf, isShape, isText } from './guard.ts';

/** What becomes of a post: it waits for a moderator, is there for everybody, or for nobody. */
export const POST_STATES = ['waiting', 'approved', 'hidden'] as const;
export type PostState = (typeof POST_STATES)[number];

/** Why somebody is to look at a post; `none`: nobody has to. */
export const POST_REASONS = ['none', 'new', 'low score'] as const;
export type PostReason = (typeof POST_REASONS)[number];

export const POST_SORTS = ['newest', 'oldest', 'lowest', 'title'] as const;
export type PostSort = (typeof POST_SORTS)[number];

/** A post as lists show it. */
export interface Post {
  readonly id: string;
  readonly kind: 'question' | 'answer';
  readonly title: string;
  /** The id of a user. */
  readonly author: string;
  readonly authorName: string;
  readonly state: PostState;
  readonly reason: PostReason;
  readonly isLocked: boolean;
  readonly tags: readonly string[];
  readonly score: number;
  readonly noteCount: number;
  /** Milliseconds since 1970, as all times. */
  readonly createdAt: number;
  /** Where the original stands; empty for made-up posts. */
  readonly address: string;
  readonly license: string;
}

/** What a moderator wrote about a post, for moderators. */
export interface Note {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly writtenAt: number;
}

/** A post with all that belongs to it. */
export interface PostDetail {
  readonly post: Post;
  /** HTML from strangers: see `safeBody`. */
  readonly body: string;
  readonly notes: readonly Note[];
}

/** Which posts a list shows. Empty texts leave nothing out. */
export interface PostFilter {
  readonly state: PostState | 'any';
  readonly tag: string;
  readonly search: string;
  readonly sort: PostSort;
  /** From 0. */
  readonly page: number;
}

/** What a moderator may change of a post; what is left out stays. */
export interface PostChanges {
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly state?: PostState;
  readonly isLocked?: boolean;
}

/** A tag, and how many posts carry it. */
export interface TagCount {
  readonly name: string;
  readonly count: number;
}

export const MAX_TITLE_LENGTH = 200;
export const MAX_NOTE_LENGTH = 2_000;
export const MAX_TAGS = 5;
export const TAG_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N}+#.-]{0,34}$/u;

export const isPost = isShape<Post>({
  id: isText,
  kind: isOneOf(['question', 'answer']),
  title: isText,
  author: isText,
  authorName: isText,
  state: isOneOf(POST_STATES),
  reason: isOneOf(POST_REASONS),
  isLocked: isFlag,
  tags: isListOf(isText),
  score: isNumber,
  noteCount: isNumber,
  createdAt: isNumber,
  address: isText,
  license: isText,
});

export const isNote = isShape<Note>({ id: isText, author: isText, text: isText, writtenAt: isNumber });

export const isPostDetail = isShape<PostDetail>({ post: isPost, body: isText, notes: isListOf(isNote) });

export const isTagCount = isShape<TagCount>({ name: isText, count: isNumber });
