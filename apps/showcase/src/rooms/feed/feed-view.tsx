import { useSyncStatus } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import type { KeyLine } from '../../chrome/keys-dialog.tsx';
import { useHouse } from '../../house/house.tsx';
import { RoomFrame } from '../../house/room-frame.tsx';
import { documentTitle } from '../../house/rooms.ts';
import type { SentenceFor } from '../../people/use-announcements.ts';
import { useCompany } from '../../people/use-company.ts';
import type { LoadedFeed } from './data/load-feed.ts';
import { FeedBar } from './feed-bar.tsx';
import { type FeedPort, FeedProvider } from './feed-port.ts';
import type { AgeInDays } from './feed-query.ts';
import { NewPostsPill } from './list/new-posts-pill.tsx';
import { PostList } from './list/post-list.tsx';
import { useArrivals } from './use-arrivals.ts';
import { useShownPosts } from './use-shown-posts.ts';

const KEYS: readonly KeyLine[] = [
  { meaning: 'Next or previous post', keys: ['J', 'K'] },
  { meaning: 'Like the post', keys: ['L'] },
  { meaning: 'Undo a like, a reply or a follow', keys: ['Ctrl Z'] },
];

/** The feed and what stands around it. */
export function FeedView(props: {
  readonly feed: LoadedFeed;
  readonly document: SyncedDocument<ShowcaseSchema>;
}) {
  const { feed, document } = props;
  const { persona, user } = useHouse();
  const { role } = useSyncStatus(document);
  const { others, announcement: heard } = useCompany(document, sentenceFor);
  const [said, say] = useState('');
  const { database, clockMs } = feed;
  const port = useMemo<FeedPort>(() => {
    const { name } = persona;
    return { database, reactions: document, user, name, readOnly: role === 'reader', clockMs, say };
  }, [database, document, user, persona, role, clockMs]);
  return (
    <RoomFrame
      title={documentTitle('feed', document.name.replace('feed/', ''))}
      document={document}
      people={others}
      keys={KEYS}
      onUndo={() => void document.undo()}
      onRedo={() => void document.redo()}
      canUndo={document.canUndo}
      canRedo={document.canRedo}
      announcement={said === '' ? heard : said}
    >
      <FeedProvider value={port}>
        <Posts feed={feed} />
      </FeedProvider>
    </RoomFrame>
  );
}

function Posts({ feed }: { readonly feed: LoadedFeed }) {
  const { database, clockMs, source } = feed;
  const [days, setDays] = useState<AgeInDays>(90);
  const [isArriving, setIsArriving] = useState(false);
  const top = useRef<() => void>(undefined);
  const shown = useShownPosts(database, clockMs, days);
  useArrivals(feed, isArriving);
  const { renew } = shown;
  const showNew = useCallback(() => {
    renew();
    top.current?.();
  }, [renew]);
  useFollowed(database, renew);
  return (
    <div className="feed">
      <FeedBar
        days={days}
        onDays={setDays}
        isArriving={isArriving}
        onArriving={setIsArriving}
        size={shown.size}
        source={source}
      />
      <div className="feed-stage">
        <NewPostsPill newer={shown.newer} onShow={showNew} />
        <PostList ids={shown.ids} size={shown.size} onEnd={shown.more} toTop={top} />
      </div>
    </div>
  );
}

/** Whom the reader follows decides what the feed is: after each change it is read anew. */
function useFollowed(database: LoadedFeed['database'], renew: () => void): void {
  useEffect(
    () =>
      database.subscribe(({ effect }) => {
        if (effect.some(({ table }) => table === 'follows')) renew();
      }),
    [database, renew],
  );
}

const sentenceFor: SentenceFor = (kind, table) => {
  if (table === 'replies') return 'Somebody replied to a post.';
  if (table === 'shares') return 'Somebody shared a post.';
  if (table === 'follows') return 'Somebody chose whom to follow.';
  return kind === 'delete' ? 'Somebody no longer likes a post.' : 'Somebody likes a post.';
};
