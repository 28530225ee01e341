import type { ConnectionStatus, SyncClient, SyncedDocument } from '@statehouse/sync';
import { useCallback, useEffect, useState } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import type { ConflictView } from '../connection/conflict-list.tsx';
import type { ConnectionView } from '../connection/connection-label.ts';
import { ConnectionPanel } from '../connection/connection-panel.tsx';
import { ConnectionPill } from '../connection/connection-pill.tsx';
import { useDevState } from '../connection/use-dev-state.ts';
import { useChanges } from '../hooks/use-changes.ts';
import type { DevSession, DevState } from '../session/dev-session.ts';
import { conflictReason, lostText } from './conflict-words.ts';
import { useDocumentStatus } from './use-document-status.ts';

export interface ConnectionProps {
  readonly client: SyncClient<ShowcaseSchema>;
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly session: DevSession | undefined;
}

/** The pill of one document, with what it opens. */
export function Connection({ client, document, session }: ConnectionProps) {
  useChanges(useCallback((changed: () => void) => client.subscribeStatus(changed), [client]));
  const link = client.status;
  const status = useDocumentStatus(document);
  const conflicts = [...refusedViews(document), ...conflictViews(document)];
  const [isOpen, setIsOpen] = useState(false);
  const dev = useDevState(session, isOpen || link.kind !== 'live');
  useReconnectWhenBack(client, dev.state);
  const isCut = dev.state?.network === 'cut';
  const view: ConnectionView = {
    link: isCut && link.kind !== 'live' ? { kind: 'offline' } : linkOf(link),
    pending: status.pending,
    isReadOnly: status.role === 'reader',
  };
  return (
    <ConnectionPill view={view} conflicts={conflicts.length} isOpen={isOpen} onOpenChange={setIsOpen}>
      <ConnectionPanel
        view={view}
        saved={status.saved}
        version={status.version}
        lastError={link.kind === 'live' ? status.error?.message : (status.error ?? link.lastError)?.message}
        conflicts={conflicts}
        dev={session === undefined ? undefined : dev}
      />
    </ConnectionPill>
  );
}

/** Dials at once when the network or the server that this page took away is back. */
function useReconnectWhenBack(client: SyncClient<ShowcaseSchema>, state: DevState | undefined): void {
  const isBack = state?.network === 'live' && state.server.kind === 'running';
  useEffect(() => {
    if (isBack && client.status.kind === 'waiting') client.reconnect();
  }, [client, isBack]);
}

function linkOf(status: ConnectionStatus): ConnectionView['link'] {
  switch (status.kind) {
    case 'live':
    case 'connecting':
      return { kind: status.kind };
    case 'waiting':
      return { kind: 'reconnecting', retryAtMs: status.retryAtMs };
    case 'stopped':
      return { kind: 'offline' };
  }
}

function conflictViews(document: SyncedDocument<ShowcaseSchema>): ConflictView[] {
  return document.conflicts.map(({ key, conflict }) => ({
    key,
    reason: conflictReason(conflict),
    lost: lostText(conflict.lost),
    dismiss: () => document.dismissConflict(key),
  }));
}

function refusedViews(document: SyncedDocument<ShowcaseSchema>): ConflictView[] {
  return document.refused.map(({ sequence, message, operation }) => ({
    key: `refused-${sequence}`,
    reason: message,
    lost: operation.edits.map((edit) => lostText(JSON.parse(JSON.stringify(edit)))).join('\n'),
    dismiss: () => document.dismissRefused(sequence),
  }));
}
