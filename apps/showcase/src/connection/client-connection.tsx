import { useState } from 'react';
import { ConnectionPanel } from './connection-panel.tsx';
import { ConnectionPill } from './connection-pill.tsx';
import { useLink } from './use-link.ts';

/** The pill where no document is open: the connection of the window alone. */
export function ClientConnection() {
  const [isOpen, setIsOpen] = useState(false);
  const { link, lastError, dev } = useLink(isOpen);
  const view = { link, pending: 0, isReadOnly: false };
  return (
    <ConnectionPill view={view} conflicts={0} isOpen={isOpen} onOpenChange={setIsOpen}>
      <ConnectionPanel view={view} document={undefined} lastError={lastError} conflicts={[]} dev={dev} />
    </ConnectionPill>
  );
}
