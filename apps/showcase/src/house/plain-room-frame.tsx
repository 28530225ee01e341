import type { ReactNode } from 'react';
import type { KeyLine } from '../chrome/keys-dialog.tsx';
import { ClientConnection } from '../connection/client-connection.tsx';
import { HouseFrame } from './house-frame.tsx';
import type { PlainRoomId } from './place.ts';
import { roomEntry } from './rooms.ts';
import type { TopBarHistory } from './top-bar.tsx';

export interface PlainRoomFrameProps {
  readonly room: PlainRoomId;
  /** What of the room is shown, where it has several places; else its name is the main heading. */
  readonly title?: string;
  /** The room's own buttons in the top bar. */
  readonly tools?: ReactNode;
  /** Absent where nothing can be undone. */
  readonly history?: TopBarHistory;
  /** The room's own keys; those that work everywhere are added. */
  readonly keys: readonly KeyLine[];
  /** The latest sentence for screen readers. */
  readonly announcement?: string;
  /** As in a room with a document: `main` is a column that scrolls by itself. */
  readonly children: ReactNode;
}

/** What stands around a room that belongs to no document. */
export function PlainRoomFrame(props: PlainRoomFrameProps) {
  const { room, title, tools, history, keys, announcement, children } = props;
  const { name } = roomEntry(room);
  return (
    <HouseFrame
      title={title ?? name}
      windowTitle={title === undefined ? name : `${title} · ${name}`}
      {...(title === undefined ? {} : { roomName: name })}
      people={null}
      pill={<ClientConnection />}
      tools={tools}
      keys={keys}
      {...(history === undefined ? {} : { history })}
      {...(announcement === undefined ? {} : { announcement })}
    >
      {children}
    </HouseFrame>
  );
}
