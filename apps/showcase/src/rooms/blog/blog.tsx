import type { Database } from '@statehouse/db';
import { useSyncStatus } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { type ReactNode, useEffect } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../../house/house.tsx';
import { pathOfRoom } from '../../house/place.ts';
import { RoomFrame } from '../../house/room-frame.tsx';
import { documentTitle } from '../../house/rooms.ts';
import type { SentenceFor } from '../../people/use-announcements.ts';
import { useCompany } from '../../people/use-company.ts';
import { useBlogActions } from './blog-actions.ts';
import { takeAdditions } from './data/additions.ts';
import type { BlogSchema } from './data/blog-schema.ts';
import { PostList } from './post-list.tsx';
import { PostView } from './post-view.tsx';

export interface BlogProps {
  readonly database: Database<BlogSchema>;
  readonly document: SyncedDocument<ShowcaseSchema>;
}

/** The list of posts, and beside it the one that is read; on a phone one or the other. */
export function Blog({ database, document }: BlogProps) {
  const { opened, open, close } = useOpenedPost();
  const actions = useBlogActions(document);
  const { role } = useSyncStatus(document);
  useEffect(() => takeAdditions(database, document), [database, document]);
  return (
    <BlogFrame document={document}>
      <div className="blog" data-reading={opened !== undefined}>
        <PostList database={database} opened={opened} onOpen={open} />
        {opened === undefined ? (
          <p className="blog-nothing">Choose a post to read it here.</p>
        ) : (
          <PostView
            key={opened}
            id={opened}
            database={database}
            document={document}
            actions={actions}
            isReader={role === 'reader'}
            onClose={close}
          />
        )}
      </div>
    </BlogFrame>
  );
}

/** The post in the address, and the ways to another. */
function useOpenedPost() {
  const { visit, navigate } = useHouse();
  const { place } = visit;
  const document = place.kind === 'room' ? place.document : undefined;
  return {
    opened: place.kind === 'room' ? place.item : undefined,
    open: (id: string) => navigate(pathOfRoom('blog', document, id)),
    close: () => navigate(pathOfRoom('blog', document)),
  };
}

/** What every room has around it: who is here, how the connection stands, undo and redo. */
function BlogFrame(props: {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly children: ReactNode;
}) {
  const { document } = props;
  const { others, announcement } = useCompany(document, sentenceFor);
  return (
    <RoomFrame
      title={documentTitle('blog', document.name.replace('blog/', ''))}
      document={document}
      people={others}
      keys={[{ meaning: 'Send the comment', keys: ['Ctrl Enter'] }]}
      onUndo={() => void document.undo()}
      onRedo={() => void document.redo()}
      canUndo={document.canUndo}
      canRedo={document.canRedo}
      announcement={announcement}
    >
      {props.children}
    </RoomFrame>
  );
}

const sentenceFor: SentenceFor = (_kind, table) =>
  table === 'names' ? 'Somebody renamed an author.' : 'Somebody commented on a post.';
