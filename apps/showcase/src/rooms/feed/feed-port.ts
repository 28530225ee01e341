import type { Database } from '@statehouse/db';
import { createContext, useContext } from 'react';
import type { FeedSchema } from './data/feed-schema.ts';
import type { Reactions } from './reactions/reactions.ts';

/** What every part of the feed reads and writes. The same object as long as the feed is open. */
export interface FeedPort {
  readonly database: Database<FeedSchema>;
  readonly reactions: Reactions;
  /** Who likes. */
  readonly user: string;
  /** By what name they reply. */
  readonly name: string;
  readonly readOnly: boolean;
  /** What “now” is to the data, in milliseconds since 1970. */
  readonly clockMs: number;
  /** Says something to who listens to the page. */
  readonly say: (sentence: string) => void;
}

const FeedContext = createContext<FeedPort | undefined>(undefined);

export const FeedProvider = FeedContext.Provider;

/** The feed that this component stands in. */
export function useFeed(): FeedPort {
  const feed = useContext(FeedContext);
  if (feed === undefined) throw new Error('useFeed works inside a FeedProvider only.');
  return feed;
}
