import type { SyncedDocument } from '@statehouse/sync';
import { type ReactNode, useMemo } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import type { KeyLine } from '../chrome/keys-dialog.tsx';
import type { RoomConflicts } from '../connection/conflict-view.ts';
import { DocumentConnection } from '../connection/document-connection.tsx';
import { People, type Person } from '../people/people.tsx';
import { useKnownNames } from '../people/use-known-names.ts';
import { useHouse } from './house.tsx';
import { HouseFrame } from './house-frame.tsx';
import { roomEntry } from './rooms.ts';
import { TourCard } from './tour/tour-card.tsx';
import { useTour } from './tour/use-tour.ts';

export interface RoomFrameProps {
  /** The document's name, which is the main heading. */
  readonly title: ReactNode;
  readonly document: SyncedDocument<ShowcaseSchema>;
  /** The others who are here; the frame adds this window's own person. */
  readonly people: readonly Person[];
  /** The room's own buttons in the top bar. */
  readonly tools?: ReactNode;
  /** The room's own keys; those that work everywhere are added. */
  readonly keys: readonly KeyLine[];
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The latest sentence for screen readers. */
  readonly announcement?: string;
  /** What the room knows about its conflicts and refusals; kept between renders. */
  readonly conflicts?: RoomConflicts;
  /**
   * Fills what the window leaves: `main` is a column that scrolls by itself, so a child with `flex: 1; min-height: 0`
   * takes all of it and the page does not scroll.
   */
  readonly children: ReactNode;
}

const NO_WORDS: RoomConflicts = {};

/** What stands around an open document, the same in every room. */
export function RoomFrame(props: RoomFrameProps) {
  const { title, document, people, conflicts = NO_WORDS, onUndo, onRedo, canUndo, canRedo } = props;
  const { persona, visit } = useHouse();
  const everybody = useMemo(
    () => [{ connection: 'self', ...persona, isSelf: true }, ...people],
    [persona, people],
  );
  const tour = useTour(document, people.length);
  const nameOf = useKnownNames(document);
  const roomName = visit.place.kind === 'room' ? roomEntry(visit.place.room).name : undefined;
  const name = typeof title === 'string' ? title : document.name;
  return (
    <HouseFrame
      title={title}
      windowTitle={roomName === undefined ? name : `${name} · ${roomName}`}
      {...(roomName === undefined ? {} : { roomName })}
      people={<People people={everybody} />}
      pill={
        <DocumentConnection
          document={document}
          words={conflicts}
          nameOf={nameOf}
          onConflictsSeen={tour.sawConflict}
        />
      }
      tools={props.tools}
      history={{ onUndo, onRedo, canUndo, canRedo }}
      keys={props.keys}
      onTour={tour.restart}
      aside={<TourCard tour={tour} />}
      {...(props.announcement === undefined ? {} : { announcement: props.announcement })}
    >
      {props.children}
    </HouseFrame>
  );
}
