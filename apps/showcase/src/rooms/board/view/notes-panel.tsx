import { Heading, IconButton, Text } from '@radix-ui/themes';
import { useEntity } from '@statehouse/react';
import { X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { NOTE_ID } from '../../../../schema.ts';
import { LazyEditor } from '../../../editor/lazy-editor.tsx';
import { noteText } from '../../../text/text-of-document.ts';
import type { TextPlace } from '../people/own-presence.ts';
import { useBoardParts } from './board-parts.ts';
import { undoWords } from './undo-words.ts';
import { useCarets } from './use-carets.ts';

const NOTES: TextPlace = { table: 'notes', id: NOTE_ID, field: 'body' };

/** The board's long text, beside it. */
export function NotesPanel({ onClose }: { readonly onClose: () => void }) {
  const { board, presence } = useBoardParts();
  const { document } = board;
  const text = useMemo(() => noteText(document), [document]);
  const carets = useCarets('notes', NOTE_ID);
  const note = useEntity(document, 'notes', NOTE_ID);
  useEffect(() => () => presence.setCaret(), [presence]);
  const turn = (what: 'undo' | 'redo') => () => {
    const words = undoWords(what, document[what]());
    if (words !== undefined) board.say(words);
  };
  return (
    <aside className="notes" aria-label="Notes">
      <header className="notes-bar">
        <Heading as="h2" size="2" weight="medium">
          Notes
        </Heading>
        <IconButton
          variant="ghost"
          color="gray"
          className="tool-button"
          aria-label="Close the notes"
          onClick={onClose}
        >
          <X size={16} />
        </IconButton>
      </header>
      <div className="notes-text">
        {note === undefined ? (
          <Text as="p" size="2" color="gray" m="5">
            This board has no notes.
          </Text>
        ) : (
          <LazyEditor
            text={text}
            label="Notes"
            placeholder="Write here, all at once if you like."
            readOnly={board.isReadOnly}
            carets={carets}
            onSelection={(selection) => presence.setCaret(NOTES, selection)}
            onUndo={turn('undo')}
            onRedo={turn('redo')}
            onProblem={(message) => board.say(message, 'loss')}
          />
        )}
      </div>
    </aside>
  );
}
