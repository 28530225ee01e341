import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { personColor } from '../people/colors.ts';
import { PersonFlag } from '../people/person-flag.tsx';
import { bindField, type FieldListeners } from './bind-field.ts';
import { type CaretSegment, type RemoteCaret, segmentsFromCarets } from './caret-segments.ts';
import type { SharedText } from './shared-text.ts';

export interface SharedTextAreaProps {
  readonly text: SharedText;
  readonly label: string;
  readonly placeholder: string;
  readonly readOnly: boolean;
  readonly carets: readonly RemoteCaret[];
  readonly onSelection: FieldListeners['onSelection'];
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

/**
 * A text that several people write at once. A mirror of the text lies under the field: it gives the field its height
 * and shows the others' carets and selections.
 */
export function SharedTextArea(props: SharedTextAreaProps) {
  const { text, carets, label, placeholder, readOnly } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [shown, setShown] = useState(() => text.read());
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  // Whoever opens the field may give it the focus at once: what is typed then has to be heard.
  useLayoutEffect(() => {
    if (field.current === null) return;
    return bindField(field.current, text, {
      onShown: setShown,
      onSelection: (selection) => latest.current.onSelection(selection),
      onUndo: () => latest.current.onUndo(),
      onRedo: () => latest.current.onRedo(),
    });
  }, [text]);
  const segments = useMemo(() => segmentsFromCarets(shown, carets), [shown, carets]);
  return (
    <div className="shared-text">
      <div className="shared-text-mirror" aria-hidden="true">
        {segments.map((segment) => (
          <Segment key={segment.start} segment={segment} />
        ))}
        {/* A last line feed opens a line that the mirror would not count. */}
        {'\u200b'}
      </div>
      <textarea
        ref={field}
        className="shared-text-field"
        aria-label={label}
        placeholder={placeholder}
        readOnly={readOnly}
        spellCheck={false}
        autoCapitalize="sentences"
      />
    </div>
  );
}

function Segment({ segment }: { readonly segment: CaretSegment }) {
  const { text, caretsBefore, selectedBy } = segment;
  return (
    <>
      {caretsBefore.map((caret) => (
        <PersonFlag key={caret.connection} name={caret.name} color={personColor(caret.color)} />
      ))}
      {selectedBy === undefined ? (
        text
      ) : (
        <span
          className="remote-selection"
          style={{ backgroundColor: `${personColor(selectedBy.color).fill}40` }}
        >
          {text}
        </span>
      )}
    </>
  );
}
