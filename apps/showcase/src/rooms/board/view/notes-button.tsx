import { Button } from '@radix-ui/themes';
import { NotebookPen } from 'lucide-react';
import { prefetchEditor } from '../../../editor/lazy-editor.tsx';

/** Opens and closes the board's long text. */
export function NotesButton(props: { readonly isOpen: boolean; readonly onToggle: () => void }) {
  return (
    <Button
      size="2"
      variant={props.isOpen ? 'soft' : 'ghost'}
      color="gray"
      aria-pressed={props.isOpen}
      className="notes-button"
      onPointerEnter={prefetchEditor}
      onFocus={prefetchEditor}
      onClick={props.onToggle}
    >
      <NotebookPen size={16} aria-hidden="true" /> Notes
    </Button>
  );
}
