import type { ChatData, Comment, Message, SocialData } from './social-data.ts';

/** A post with what a page shows of it: the post, its author, how much is said about it. */
export interface PostDetails {
  readonly title: string;
  readonly authorName: string;
  readonly commentsCount: number;
  readonly likesCount: number;
  /** Comments and likes. */
  readonly engagement: number;
}

/** A channel with what a page shows of it. */
export interface ChannelView {
  readonly name: string;
  /** The last fifty, the oldest first, each with its author. */
  readonly messages: readonly { readonly content: string; readonly authorName: string }[];
  readonly typingNames: readonly string[];
  readonly onlineCount: number;
  readonly unreadCount: number;
  readonly lastActivityMs: number;
}

export interface SocialSelectors {
  /** With selectors made for this call, one for each post: nothing is remembered. */
  freshDetails(postIds: readonly string[]): readonly PostDetails[];
  /** With selectors that stay, one for each post. */
  details(postIds: readonly string[]): readonly PostDetails[];
  addComment(comment: Comment): void;
}

export interface ChatSelectors {
  freshView(channelId: string): ChannelView;
  view(channelId: string): ChannelView;
  addMessage(message: Message): void;
}

/** A store with one table of rows of which a number is changed. */
export interface NumberTable {
  setOne(id: string, value: number): void;
  /** All rows in one state. */
  setAll(value: number): void;
  valueOf(id: string): number | undefined;
}

/** What an implementation cannot do is absent. */
export interface SelectorsUnderTest {
  openSocial?(data: SocialData): SocialSelectors;
  openChat?(data: ChatData): ChatSelectors;
  openNumbers?(ids: readonly string[]): NumberTable;
  /** Whether a million changes in a row can be waited for. */
  readonly canBeWornOut?: boolean;
}
