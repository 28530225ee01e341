import { Flex } from '@radix-ui/themes';
import { Redo2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tool } from '../chrome/tool.tsx';
import { HouseTools } from './house-tools.tsx';
import { Link } from './link.tsx';
import { MainHeading } from './main-heading.tsx';

/** Undo and redo, as the bar offers them. */
export interface TopBarHistory {
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface TopBarProps {
  readonly title: ReactNode;
  readonly roomName: string | undefined;
  readonly people: ReactNode;
  readonly pill: ReactNode;
  readonly tools: ReactNode;
  readonly history: TopBarHistory | undefined;
  readonly onShowKeys: () => void;
}

/** The bar that is the same everywhere: where this is, who is here, how the connection stands. */
export function TopBar(props: TopBarProps) {
  const { title, roomName, history } = props;
  return (
    <header className="top-bar">
      <div className="top-bar-place">
        <Link to="/" className="top-bar-house">
          Statehouse
        </Link>
        {roomName !== undefined && <span className="top-bar-room">{roomName}</span>}
        <MainHeading>{title}</MainHeading>
      </div>
      {props.tools !== undefined && <div className="top-bar-room-tools">{props.tools}</div>}
      <Flex align="center" gap="3" className="top-bar-state" data-people={props.people !== null}>
        {props.people}
        {props.pill}
      </Flex>
      <Flex align="center" className="top-bar-tools">
        {history !== undefined && <HistoryTools {...history} />}
        <HouseTools onShowKeys={props.onShowKeys} />
      </Flex>
    </header>
  );
}

function HistoryTools({ onUndo, onRedo, canUndo, canRedo }: TopBarHistory) {
  return (
    <>
      <Tool label="Undo" onClick={onUndo} isIdle={!canUndo} icon={<Undo2 size={16} />} />
      <Tool label="Redo" onClick={onRedo} isIdle={!canRedo} icon={<Redo2 size={16} />} />
    </>
  );
}
