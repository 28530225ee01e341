import { useLayoutEffect, useMemo, useRef } from 'react';
import { SharedTextArea } from '../../../text/shared-text-area.tsx';
import { elementLabel } from '../../../text/text-of-document.ts';
import { labelRefusal } from '../clipboard/label-refusal.ts';
import { elementName } from '../scene/element.ts';
import { useBoardParts } from './board-parts.ts';
import { undoWords } from './undo-words.ts';
import { useCarets } from './use-carets.ts';

/** The words on an element while they are written, with the carets of those who write there too. */
export function LabelEditor({ id }: { readonly id: string }) {
  const { board, presence } = useBoardParts();
  const text = useMemo(() => elementLabel(board.document, id), [board, id]);
  const carets = useCarets('elements', id);
  const frame = useRef<HTMLDivElement>(null);
  // In the frame in which it appears: a letter typed before it has the focus is a letter lost.
  useLayoutEffect(() => {
    const field = frame.current?.querySelector('textarea');
    field?.focus({ preventScroll: true });
    field?.setSelectionRange(field.value.length, field.value.length);
    return () => presence.setCaret();
  }, [presence]);
  const element = board.scene.node(id)?.element;
  if (element === undefined) return null;
  const turn = (what: 'undo' | 'redo') => () => {
    const words = undoWords(what, board.document[what]());
    if (words !== undefined) board.say(words);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that leave the field bubble through here
    <div
      ref={frame}
      className="label-editor"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
          event.preventDefault();
          board.edit(undefined);
          frame.current?.closest<HTMLElement>('.stage')?.focus({ preventScroll: true });
        }
      }}
      onPaste={(event) => {
        const held = board.scene.node(id)?.element.label.toString().length ?? 0;
        const refusal = labelRefusal(held + event.clipboardData.getData('text/plain').length);
        if (refusal === undefined) return;
        event.preventDefault();
        board.say(refusal, 'loss');
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) board.edit(undefined);
      }}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <SharedTextArea
        text={text}
        label={`Words on ${elementName(element)}`}
        placeholder="Write"
        readOnly={board.isReadOnly}
        carets={carets}
        onSelection={(selection) => presence.setCaret({ table: 'elements', id, field: 'label' }, selection)}
        onUndo={turn('undo')}
        onRedo={turn('redo')}
      />
    </div>
  );
}
