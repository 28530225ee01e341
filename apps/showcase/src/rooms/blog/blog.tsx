import type { Database } from '@statehouse/db';
import { useSyncStatus } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../../house/house.tsx';
import { RoomFrame } from '../../house/room-frame.tsx';
import { documentTitle } from '../../house/rooms.ts';
import { personOf } from '../../people/person-of.ts';
import { type SentenceFor, useAnnouncements } from '../../people/use-announcements.ts';
import { usePresence } from '../../people/use-presence.ts';
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
  const [opened, setOpened] = useState<string>();
  const actions = useBlogActions(document);
  const { role } = useSyncStatus(document);
  useEffect(() => takeAdditions(database, document), [database, document]);
  return (
    <BlogFrame document={document}>
      <div className="blog" data-reading={opened !== undefined}>
        <PostList database={database} opened={opened} onOpen={setOpened} />
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
            onClose={() => setOpened(undefined)}
          />
        )}
      </div>
    </BlogFrame>
  );
}

/** What every room has around it: who is here, how the connection stands, undo and redo. */
function BlogFrame(props: {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly children: ReactNode;
}) {
  const { document } = props;
  const { client, persona, setPersona } = useHouse();
  const { peers } = usePresence(document, client.id, persona, setPersona);
  const others = useMemo(() => peers.map(personOf), [peers]);
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
      announcement={useAnnouncements(document, others, sentenceFor)}
    >
      {props.children}
    </RoomFrame>
  );
}

const sentenceFor: SentenceFor = (_kind, table) =>
  table === 'names' ? 'Somebody renamed an author.' : 'Somebody commented on a post.';
