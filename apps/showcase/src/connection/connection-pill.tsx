import { Popover } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { type ConnectionView, pillLabel } from './connection-label.ts';
import { useNow } from './use-now.ts';

export interface ConnectionPillProps {
  readonly view: ConnectionView;
  /** Where what this window wrote is; absent where nothing can be written. */
  readonly saved?: 'server' | 'device' | 'memory';
  /** How many conflicts wait to be looked at. */
  readonly conflicts: number;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** What the pill opens. */
  readonly children: ReactNode;
}

/** The state of the connection in a few words, which open the details. */
export function ConnectionPill(props: ConnectionPillProps) {
  const { view, saved, conflicts, isOpen, onOpenChange, children } = props;
  const nowMs = useNow(500, view.link.kind === 'reconnecting');
  const label = pillLabel(view, nowMs);
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Trigger>
        <button
          type="button"
          className="pill"
          data-tone={label.tone}
          data-saved={saved}
          data-testid="connection"
        >
          <span className="pill-dot" data-link={view.link.kind} aria-hidden="true" />
          <span className="visually-hidden">Connection: </span>
          {label.text}
          {conflicts > 0 && (
            <span className="pill-conflicts">
              {conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`}
            </span>
          )}
        </button>
      </Popover.Trigger>
      <Popover.Content
        className="panel"
        width="360px"
        maxWidth="calc(100vw - 24px)"
        align="end"
        aria-label="Connection"
      >
        {children}
      </Popover.Content>
    </Popover.Root>
  );
}
