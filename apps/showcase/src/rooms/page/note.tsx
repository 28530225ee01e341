import type { PeerView, SyncedDocument } from '@statehouse/sync';
import { useMemo } from 'react';
import { NOTE_ID, type ShowcaseSchema } from '../../../schema.ts';
import type { PresenceHook } from '../../people/use-presence.ts';
import type { RemoteCaret } from '../../text/caret-segments.ts';
import { SharedTextArea } from '../../text/shared-text-area.tsx';
import { noteText } from '../../text/text-of-document.ts';

export interface NoteProps {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly peers: readonly PeerView[];
  readonly readOnly: boolean;
  readonly show: PresenceHook['show'];
}

/** The document's text, with everybody's carets. */
export function Note({ document, peers, readOnly, show }: NoteProps) {
  const text = useMemo(() => noteText(document), [document]);
  const carets = useMemo(() => peers.flatMap(caretOf), [peers]);
  return (
    <SharedTextArea
      text={text}
      label="Text"
      placeholder="Write something. Everybody in this document sees it at once."
      readOnly={readOnly}
      carets={carets}
      onSelection={(selection) => {
        const body = document.snapshot.table('notes').get(NOTE_ID)?.body;
        if (selection === undefined || body === undefined) show(undefined);
        else
          show({ table: 'notes', id: NOTE_ID, field: 'body', incarnation: body.incarnation, ...selection });
      }}
      onUndo={() => void document.undo()}
      onRedo={() => void document.redo()}
    />
  );
}

function caretOf({ connection, name, color, selection }: PeerView): RemoteCaret[] {
  if (selection?.table !== 'notes') return [];
  return [{ connection, name, color, anchor: selection.anchor, head: selection.head }];
}
