import { IconButton, Tooltip } from '@radix-ui/themes';
import type { ReactNode } from 'react';

export interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly icon: ReactNode;
  /** There is nothing for it to do now. It keeps the focus, which a disabled button would lose. */
  readonly isIdle?: boolean;
  readonly className?: string;
}

/** An icon in a bar, with its name for pointers and screen readers. */
export function Tool({ label, onClick, icon, isIdle = false, className = '' }: ToolProps) {
  return (
    <Tooltip content={label}>
      <IconButton
        variant="ghost"
        color="gray"
        aria-label={label}
        aria-disabled={isIdle}
        onClick={isIdle ? undefined : onClick}
        className={`tool ${className}`}
      >
        {icon}
      </IconButton>
    </Tooltip>
  );
}
