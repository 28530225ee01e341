import { Heading, Text } from '@radix-ui/themes';
import { useSyncStatus } from '@statehouse/react';
import type { PeerView, SyncedDocument } from '@statehouse/sync';
import { useMemo } from 'react';
import { NOTE_ID, type ShowcaseSchema } from '../../../schema.ts';
import type { KeyLine } from '../../chrome/keys-dialog.tsx';
import { usePendingIds } from '../../connection/use-pending-ids.ts';
import { OpenDocument } from '../../house/open-document.tsx';
import { RoomFrame } from '../../house/room-frame.tsx';
import { documentTitle } from '../../house/rooms.ts';
import type { SentenceFor } from '../../people/use-announcements.ts';
import { useCompany } from '../../people/use-company.ts';
import type { PresenceHook } from '../../people/use-presence.ts';
import { Note } from './note.tsx';
import { pageConflicts } from './page-conflicts.ts';
import { prepareDocument } from './prepare-document.ts';
import { TaskList } from './task-list.tsx';
import { useTaskActions, useTasks } from './use-tasks.ts';

const KEYS: readonly KeyLine[] = [
  { meaning: 'Undo what you did last', keys: ['Ctrl Z'] },
  { meaning: 'Redo', keys: ['Ctrl Shift Z'] },
  { meaning: 'New line below', keys: ['Enter'] },
  { meaning: 'Previous or next line', keys: ['↑', '↓'] },
  { meaning: 'Move the line', keys: ['Alt ↑', 'Alt ↓'] },
  { meaning: 'Delete an empty line', keys: ['Backspace'] },
];

/** The room “Page”: one text and one list, and everybody in them. */
export function PageRoom({ documentName }: { readonly documentName: string }) {
  return (
    <OpenDocument key={documentName} name={documentName} prepare={prepareDocument}>
      {(document) => <Page document={document} />}
    </OpenDocument>
  );
}

function Page({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const status = useSyncStatus(document);
  const pending = usePendingIds(document);
  const { peers, show, others, announcement } = useCompany(document, sentenceFor);
  const conflicts = useMemo(() => pageConflicts(document), [document]);
  const readOnly = status.role === 'reader';
  return (
    <RoomFrame
      title={documentTitle('page', document.name)}
      document={document}
      people={others}
      keys={KEYS}
      onUndo={() => void document.undo()}
      onRedo={() => void document.redo()}
      canUndo={document.canUndo}
      canRedo={document.canRedo}
      announcement={announcement}
      conflicts={conflicts}
    >
      <div className="panes">
        <section className="pane" aria-label="Text" data-pending={pending.has(NOTE_ID)}>
          <div className="pane-heading">
            <Heading as="h2" size="3" weight="medium">
              Text
            </Heading>
          </div>
          <Note document={document} peers={peers} readOnly={readOnly} show={show} />
        </section>
        <ListPane document={document} peers={peers} pending={pending} readOnly={readOnly} show={show} />
      </div>
    </RoomFrame>
  );
}

function ListPane(props: {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly peers: readonly PeerView[];
  readonly pending: ReadonlySet<string>;
  readonly readOnly: boolean;
  readonly show: PresenceHook['show'];
}) {
  const tasks = useTasks(props.document, props.pending, props.peers);
  const actions = useTaskActions(props.document, props.show);
  const open = tasks.filter(({ done }) => !done).length;
  return (
    <section className="pane" aria-label="List">
      <div className="pane-heading">
        <Heading as="h2" size="3" weight="medium">
          List
        </Heading>
        <Text size="2" color="gray" className="numbers">
          {open} of {tasks.length} open
        </Text>
      </div>
      <TaskList tasks={tasks} readOnly={props.readOnly} actions={actions} />
    </section>
  );
}

const sentenceFor: SentenceFor = (kind, table) => {
  if (table === 'notes') return 'Somebody edited the text.';
  if (kind === 'insert') return 'Somebody added a line to the list.';
  return kind === 'delete' ? 'Somebody deleted a line of the list.' : 'Somebody changed the list.';
};
