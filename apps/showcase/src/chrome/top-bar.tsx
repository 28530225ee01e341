import { Flex, Heading, IconButton, Text, Tooltip } from '@radix-ui/themes';
import { CopyPlus, Keyboard, Moon, Redo2, Sun, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import type { Appearance } from './use-appearance.ts';

export interface TopBarProps {
  readonly documentName: string;
  readonly people: ReactNode;
  readonly pill: ReactNode;
  readonly appearance: Appearance;
  readonly onAppearance: (appearance: Appearance) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onShowKeys: () => void;
}

/** The bar that is the same everywhere: which document, who is here, how the connection stands. */
export function TopBar(props: TopBarProps) {
  const other: Appearance = props.appearance === 'dark' ? 'light' : 'dark';
  return (
    <header className="top-bar">
      <Flex align="center" gap="2" minWidth="0">
        <Logo />
        <Text weight="medium" className="top-bar-house">
          Statehouse
        </Text>
        <Text color="gray" className="top-bar-house" aria-hidden="true">
          /
        </Text>
        <Heading as="h1" size="3" weight="medium" truncate>
          {props.documentName}
        </Heading>
      </Flex>
      <Flex align="center" gap="3" className="top-bar-state">
        {props.people}
        {props.pill}
      </Flex>
      <Flex align="center" gap="1" className="top-bar-tools">
        <Tool label="Undo" onClick={props.onUndo} icon={<Undo2 size={16} />} />
        <Tool label="Redo" onClick={props.onRedo} icon={<Redo2 size={16} />} />
        <Tooltip content="Open a second window">
          <IconButton asChild variant="ghost" color="gray">
            <a
              href={globalThis.location.href}
              target="_blank"
              rel="noopener"
              aria-label="Open a second window"
            >
              <CopyPlus size={16} aria-hidden="true" />
            </a>
          </IconButton>
        </Tooltip>
        <Tool
          label={`Switch to ${other}`}
          onClick={() => props.onAppearance(other)}
          icon={other === 'dark' ? <Moon size={16} /> : <Sun size={16} />}
        />
        <Tool
          label="Show the keys"
          onClick={props.onShowKeys}
          icon={<Keyboard size={16} />}
          className="only-wide"
        />
      </Flex>
    </header>
  );
}

function Tool(props: {
  readonly label: string;
  readonly onClick: () => void;
  readonly icon: ReactNode;
  readonly className?: string;
}) {
  return (
    <Tooltip content={props.label}>
      <IconButton
        variant="ghost"
        color="gray"
        aria-label={props.label}
        onClick={props.onClick}
        className={props.className ?? ''}
      >
        {props.icon}
      </IconButton>
    </Tooltip>
  );
}
