import { Text } from '@radix-ui/themes';
import type { SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../../house/house.tsx';
import { OpenDocument } from '../../house/open-document.tsx';
import { RoomSkeleton } from '../../house/room-skeleton.tsx';
import { type LoadedFeed, loadFeed } from './data/load-feed.ts';
import { FeedView } from './feed-view.tsx';
import { takeReactions } from './reactions/take-reactions.ts';
import './styles/feed.css';
import './styles/post.css';

/** The room “Feed”: a local database of posts, and beside it a document of what people here do to them. */
export function FeedRoom({ documentName }: { readonly documentName: string }) {
  return (
    <OpenDocument name={documentName} prepare={nothingToPrepare}>
      {(document) => <LoadedRoom document={document} />}
    </OpenDocument>
  );
}

const nothingToPrepare = () => Promise.resolve();

/** Loaded once, however often the room is entered: the reader's follows and whatever arrived stay. */
let loading: Promise<LoadedFeed> | undefined;

function LoadedRoom({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const { user } = useHouse();
  const [loaded, setLoaded] = useState<LoadedFeed>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    let stop = () => {};
    loading ??= loadFeed();
    loading.then(
      (feed) => {
        if (!isCurrent) return;
        // Before anything is shown: the feed begins with what is known.
        stop = takeReactions(feed.database, document, user);
        setLoaded(feed);
      },
      (error: unknown) => {
        loading = undefined;
        if (isCurrent) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
      stop();
    };
  }, [document, user]);
  if (failure !== undefined)
    return (
      <Text as="p" color="red" m="5" role="alert">
        The posts cannot be loaded: {failure}
      </Text>
    );
  if (loaded === undefined) return <RoomSkeleton title="Home" roomName="Feed" reason="Loading the posts…" />;
  return <FeedView feed={loaded} document={document} />;
}
