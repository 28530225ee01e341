import { useEntity, useUndo } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { useMemo, useRef, useState } from 'react';
import { BOARD_ID, type ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../../house/house.tsx';
import { RoomFrame } from '../../house/room-frame.tsx';
import { type SentenceFor, useAnnouncements } from '../../people/use-announcements.ts';
import { useOwnColor } from '../../people/use-own-color.ts';
import { boardConflicts } from './people/board-conflicts.ts';
import { type BoardParts, BoardPartsProvider, useNewBoardParts } from './view/board-parts.ts';
import { EmptyBoard } from './view/empty-board.tsx';
import { Inspector } from './view/inspector.tsx';
import { NotesButton } from './view/notes-button.tsx';
import { NotesPanel } from './view/notes-panel.tsx';
import { NoticeBar } from './view/notice-bar.tsx';
import { Stage } from './view/stage.tsx';
import { Toolbar } from './view/toolbar.tsx';
import { undoWords } from './view/undo-words.ts';
import { BOARD_KEYS } from './view/use-board-keys.ts';
import { usePersons } from './view/use-persons.ts';
import { ZoomControls } from './view/zoom-controls.tsx';

/** A board that is there, in the frame of the house. */
export function BoardView({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const { client, persona } = useHouse();
  const ownClient = useRef(() => client.id);
  const parts = useNewBoardParts(document, ownClient.current, persona);
  return parts === undefined ? null : (
    <BoardPartsProvider value={parts}>
      <FramedBoard parts={parts} />
    </BoardPartsProvider>
  );
}

function FramedBoard({ parts }: { readonly parts: BoardParts }) {
  const { board, people } = parts;
  const { document } = board;
  const facts = useEntity(document, 'boards', BOARD_ID);
  const { canUndo, canRedo, undo, redo } = useUndo(document);
  const others = usePersons(people);
  const { persona, setPersona } = useHouse();
  useOwnColor(others, persona, setPersona);
  const announcement = useAnnouncements(document, others, sentenceFor);
  const conflicts = useMemo(() => boardConflicts(board), [board]);
  const [areNotesOpen, setAreNotesOpen] = useState(false);
  const turn = (what: 'undo' | 'redo') => () => {
    const words = undoWords(what, what === 'undo' ? undo() : redo());
    if (words !== undefined) board.say(words);
  };
  return (
    <RoomFrame
      title={facts?.title ?? document.name}
      document={document}
      people={others}
      keys={BOARD_KEYS}
      onUndo={turn('undo')}
      onRedo={turn('redo')}
      canUndo={canUndo}
      canRedo={canRedo}
      announcement={announcement}
      conflicts={conflicts}
      tools={<NotesButton isOpen={areNotesOpen} onToggle={() => setAreNotesOpen(!areNotesOpen)} />}
    >
      <div className="board">
        <div className="board-plane">
          <Stage />
          <EmptyBoard />
          <Toolbar />
          <Inspector />
          <ZoomControls />
          <NoticeBar />
        </div>
        {areNotesOpen && <NotesPanel onClose={() => setAreNotesOpen(false)} />}
      </div>
    </RoomFrame>
  );
}

const sentenceFor: SentenceFor = (kind, table) => {
  if (table === 'notes') return 'Somebody edited the notes.';
  if (table !== 'elements') return '';
  if (kind === 'insert') return 'Somebody put something on the board.';
  return kind === 'delete' ? 'Somebody took something off the board.' : 'Somebody changed the board.';
};
