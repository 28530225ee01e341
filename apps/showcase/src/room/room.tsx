import { Heading, Text } from '@radix-ui/themes';
import type { SyncClient, SyncedDocument } from '@statehouse/sync';
import { useMemo, useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import { Announcer } from '../chrome/announcer.tsx';
import { KeysDialog } from '../chrome/keys-dialog.tsx';
import { TopBar } from '../chrome/top-bar.tsx';
import type { Appearance } from '../chrome/use-appearance.ts';
import { useGlobalKeys } from '../chrome/use-global-keys.ts';
import { TaskList } from '../list/task-list.tsx';
import { People } from '../people/people.tsx';
import type { DevSession } from '../session/dev-session.ts';
import type { Persona } from '../session/persona.ts';
import { Connection } from './connection.tsx';
import { Note } from './note.tsx';
import { personOf } from './person-of.ts';
import { useAnnouncements } from './use-announcements.ts';
import { useDocumentStatus } from './use-document-status.ts';
import { usePendingIds } from './use-pending-ids.ts';
import { usePresence } from './use-presence.ts';
import { useTaskActions, useTasks } from './use-tasks.ts';

export interface RoomProps {
  readonly name: string;
  readonly client: SyncClient<ShowcaseSchema>;
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly session: DevSession | undefined;
  readonly persona: Persona;
  readonly onPersona: (persona: Persona) => void;
  readonly appearance: Appearance;
  readonly onAppearance: (appearance: Appearance) => void;
}

/** One document, open: its text, its list, and everybody in it. */
export function Room(props: RoomProps) {
  const { name, client, document, session, persona, onPersona, appearance, onAppearance } = props;
  const [areKeysShown, setAreKeysShown] = useState(false);
  const status = useDocumentStatus(document);
  const pending = usePendingIds(document);
  const { peers, show } = usePresence(document, client.id, persona, onPersona);
  const tasks = useTasks(document, pending, peers);
  const actions = useTaskActions(document, show);
  const others = useMemo(() => peers.map(personOf), [peers]);
  const announcement = useAnnouncements(document, others);
  const readOnly = status.role === 'reader';
  useGlobalKeys({ undo: actions.undo, redo: actions.redo, showKeys: () => setAreKeysShown(true) });
  const people = [{ connection: 'self', ...persona, isSelf: true }, ...others];
  const open = tasks.filter(({ done }) => !done).length;
  return (
    <>
      <TopBar
        documentName={name}
        people={<People people={people} />}
        pill={<Connection client={client} document={document} session={session} />}
        appearance={appearance}
        onAppearance={onAppearance}
        onUndo={actions.undo}
        onRedo={actions.redo}
        onShowKeys={() => setAreKeysShown(true)}
      />
      <main className="panes">
        <section className="pane" aria-label="Text" data-pending={pending.has('note')}>
          <div className="pane-heading">
            <Heading as="h2" size="3" weight="medium">
              Text
            </Heading>
          </div>
          <Note document={document} peers={peers} readOnly={readOnly} show={show} />
        </section>
        <section className="pane" aria-label="List">
          <div className="pane-heading">
            <Heading as="h2" size="3" weight="medium">
              List
            </Heading>
            <Text size="2" color="gray" className="numbers">
              {open} of {tasks.length} open
            </Text>
          </div>
          <TaskList tasks={tasks} readOnly={readOnly} actions={actions} />
        </section>
      </main>
      <Announcer message={announcement} />
      <KeysDialog isOpen={areKeysShown} onOpenChange={setAreKeysShown} />
    </>
  );
}
