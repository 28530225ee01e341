import './blog.css';
import { Callout } from '@radix-ui/themes';
import type { Database } from '@statehouse/db';
import type { SyncedDocument } from '@statehouse/sync';
import { useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { OpenDocument } from '../../house/open-document.tsx';
import { RoomSkeleton } from '../../house/room-skeleton.tsx';
import { Blog } from './blog.tsx';
import type { BlogSchema } from './data/blog-schema.ts';
import { loadBlog } from './data/load-blog.ts';

/**
 * The room “Blog”. Two stores stand behind it: a local database with the posts, filled once by `receive`, and a small
 * synced document with what people here add to them.
 */
export function BlogRoom({ documentName }: { readonly documentName: string }) {
  return (
    <OpenDocument name={documentName} prepare={nothingToPrepare}>
      {(document) => <LoadedRoom document={document} />}
    </OpenDocument>
  );
}

const nothingToPrepare = () => Promise.resolve();

/** Loaded once, however often the room is entered. */
let loading: Promise<Database<BlogSchema>> | undefined;

function LoadedRoom({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const [database, setDatabase] = useState<Database<BlogSchema>>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    loading ??= loadBlog();
    loading.then(
      (loaded) => {
        if (isCurrent) setDatabase(loaded);
      },
      (error: unknown) => {
        loading = undefined;
        if (isCurrent) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  if (failure !== undefined)
    return (
      <Callout.Root color="red" role="alert" m="5">
        <Callout.Text>The posts cannot be loaded: {failure}</Callout.Text>
      </Callout.Root>
    );
  if (database === undefined)
    return <RoomSkeleton title="Journal" roomName="Blog" reason="Loading the posts…" />;
  return <Blog database={database} document={document} />;
}
