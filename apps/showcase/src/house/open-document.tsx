import { Callout } from '@radix-ui/themes';
import type { SyncedDocument } from '@statehouse/sync';
import type { ReactNode } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import { ClientConnection } from '../connection/client-connection.tsx';
import { useHouse } from './house.tsx';
import { HouseFrame } from './house-frame.tsx';
import { RoomSkeleton } from './room-skeleton.tsx';
import { documentTitle, roomEntry } from './rooms.ts';
import { type PrepareDocument, useDocument } from './use-document.ts';

export interface OpenDocumentProps {
  readonly name: string;
  /** Fulfilled once there is something to edit; the same function on every render. */
  readonly prepare: PrepareDocument;
  readonly children: (document: SyncedDocument<ShowcaseSchema>) => ReactNode;
}

/** A room's document, or what stands in its place while it is on its way or out of reach. */
export function OpenDocument({ name, prepare, children }: OpenDocumentProps) {
  const { client, visit } = useHouse();
  const opened = useDocument(client, name, prepare);
  if (opened.kind === 'ready') return children(opened.document);
  const { place } = visit;
  const roomName = place.kind === 'room' ? roomEntry(place.room).name : '';
  const title = place.kind === 'room' ? documentTitle(place.room, place.document) : name;
  if (opened.kind === 'waiting')
    return <RoomSkeleton title={title} roomName={roomName} reason={opened.reason} />;
  return (
    <HouseFrame
      title={title}
      windowTitle={title}
      roomName={roomName}
      people={null}
      pill={<ClientConnection />}
      keys={[]}
    >
      <Callout.Root color="red" role="alert" m="5">
        <Callout.Text>
          “{title}” cannot be opened: {opened.message}
        </Callout.Text>
      </Callout.Root>
    </HouseFrame>
  );
}
