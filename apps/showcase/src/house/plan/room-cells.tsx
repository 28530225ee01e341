import type { SyncedDocument } from '@statehouse/sync';
import type { ReactNode } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../house.tsx';
import { Link } from '../link.tsx';
import { documentNameOf, type OpenRoomId, pathOfRoom } from '../place.ts';
import type { ClosedRoom, OpenRoom } from '../rooms.ts';
import { BlogPicture } from './blog-picture.tsx';
import { BoardPicture } from './board-picture.tsx';
import { DocumentRow } from './document-row.tsx';
import { Door } from './door.tsx';
import { FeedPicture } from './feed-picture.tsx';
import { PagePicture } from './page-picture.tsx';
import { useIsLit } from './use-is-lit.ts';
import type { PlanDocuments } from './use-plan-documents.ts';

const PICTURES: Readonly<
  Record<OpenRoomId, (document: SyncedDocument<ShowcaseSchema> | undefined) => ReactNode>
> = {
  board: (document) => <BoardPicture document={document} />,
  blog: (document) => <BlogPicture document={document} />,
  feed: () => <FeedPicture />,
  page: (document) => <PagePicture document={document} />,
};

/** The rooms on the far side of the hall; the others lie below it. */
const ABOVE_HALL: ReadonlySet<OpenRoomId> = new Set(['board', 'page']);

/** A room that can be entered: what is in it, and who. */
export function OpenRoomCell(props: { readonly room: OpenRoom; readonly documents: PlanDocuments }) {
  const { room, documents } = props;
  const { client } = useHouse();
  const opened = (document: string) => documents.get(documentNameOf(room.id, document));
  const [first] = room.documents;
  const shown = first === undefined ? undefined : opened(first.document);
  const isLit = useIsLit(client, shown);
  return (
    <li className="plan-room" data-room={room.id} data-lit={isLit}>
      <div className="plan-room-words">
        <h2>
          <Link to={pathOfRoom(room.id)} className="plan-room-link">
            {room.name}
          </Link>
        </h2>
        <p>{room.sentence}</p>
        {!isLit && <p className="plan-room-dark">Dark: not connected</p>}
      </div>
      <div className="plan-room-picture">{PICTURES[room.id](shown)}</div>
      <ul className="document-rows" aria-label={`Documents in ${room.name}`}>
        {room.documents.map(({ document, title }) => (
          <DocumentRow
            key={document}
            title={title}
            path={pathOfRoom(room.id, document)}
            document={opened(document)}
          />
        ))}
      </ul>
      <Door wall={ABOVE_HALL.has(room.id) ? 'bottom' : 'top'} isOpen />
    </li>
  );
}

/** A room that is being built. */
export function ClosedRoomCell({ room }: { readonly room: ClosedRoom }) {
  return (
    <li className="plan-room" data-room={room.id} data-closed="true">
      <div className="plan-room-words">
        <h2>{room.name}</h2>
        <p>{room.sentence}</p>
      </div>
      <p className="plan-room-closed">Not open yet</p>
      <Door wall="top" isOpen={false} />
    </li>
  );
}
