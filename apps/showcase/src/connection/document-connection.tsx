import { useConflicts, useSyncStatus } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import type { ConflictView, RoomConflicts } from './conflict-view.ts';
import { conflictViews, knownTime, type NameOf } from './conflict-views.ts';
import { writtenText } from './conflict-words.ts';
import { ConnectionPanel } from './connection-panel.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import { useLink } from './use-link.ts';

export interface DocumentConnectionProps {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly words: RoomConflicts;
  /** The name by which a client was seen here, if it was. */
  readonly nameOf: NameOf;
  /** Hears when somebody looks at the conflicts. */
  readonly onConflictsSeen: () => void;
}

/** The pill of one document, with what it opens. */
export function DocumentConnection({ document, words, nameOf, onConflictsSeen }: DocumentConnectionProps) {
  const status = useSyncStatus(document);
  useConflicts(document);
  const [isOpen, setIsOpen] = useState(false);
  const { link, lastError, dev } = useLink(isOpen);
  const conflicts = [...refusedViews(document, words), ...conflictViews(document, words, nameOf)];
  const view = { link, pending: status.pending, isReadOnly: status.role === 'reader' };
  return (
    <ConnectionPill
      view={view}
      conflicts={conflicts.length}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        if (next && conflicts.length > 0) onConflictsSeen();
      }}
    >
      <ConnectionPanel
        view={view}
        document={{ saved: status.saved, version: status.version }}
        lastError={status.error?.message ?? lastError}
        conflicts={conflicts}
        dev={dev}
      />
    </ConnectionPill>
  );
}

function refusedViews(document: SyncedDocument<ShowcaseSchema>, words: RoomConflicts): ConflictView[] {
  return document.refused.map((refused) => ({
    key: `refused-${refused.client ?? ''}-${refused.sequence}`,
    kind: 'refused',
    reason: refused.message,
    mine: refused.operation.edits.map((edit) => writtenText(JSON.parse(JSON.stringify(edit)))).join('\n'),
    who: undefined,
    timeMs: knownTime(refused.timeMs),
    retry: words.retry?.(refused) ?? (() => void document.retryRefused(refused.sequence, refused.client)),
    dismiss: () => document.dismissRefused(refused.sequence, refused.client),
  }));
}
