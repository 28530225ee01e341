import type { SyncedDocument } from '@statehouse/sync';
import type { ReactNode } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../house.tsx';
import { Link } from '../link.tsx';
import { type DocumentRoomId, documentNameOf, entranceOf, type PlainRoomId, pathOfRoom } from '../place.ts';
import type { ClosedRoom, DocumentRoom, OpenRoom, PlainRoom } from '../rooms.ts';
import { AdminPicture } from './admin-picture.tsx';
import { BlogPicture } from './blog-picture.tsx';
import { BoardPicture } from './board-picture.tsx';
import { CheckoutPicture } from './checkout-picture.tsx';
import { DashboardPicture } from './dashboard-picture.tsx';
import { DocumentRow } from './document-row.tsx';
import { Door } from './door.tsx';
import { FeedPicture } from './feed-picture.tsx';
import { PagePicture } from './page-picture.tsx';
import { useIsLit } from './use-is-lit.ts';
import type { PlanDocuments } from './use-plan-documents.ts';

const PICTURES: Readonly<
  Record<DocumentRoomId, (document: SyncedDocument<ShowcaseSchema> | undefined) => ReactNode>
> = {
  board: (document) => <BoardPicture document={document} />,
  blog: (document) => <BlogPicture document={document} />,
  feed: () => <FeedPicture />,
  page: (document) => <PagePicture document={document} />,
};

const PLAIN_PICTURES: Readonly<Record<PlainRoomId, ReactNode>> = {
  admin: <AdminPicture />,
  checkout: <CheckoutPicture />,
  dashboard: <DashboardPicture />,
};

/** The rooms on the far side of the hall; the others lie below it. */
const ABOVE_HALL: ReadonlySet<string> = new Set(['board', 'page']);

/** A room in which one opens a document: what is in it, and who. */
export function DocumentRoomCell(props: { readonly room: DocumentRoom; readonly documents: PlanDocuments }) {
  const { room, documents } = props;
  const { client } = useHouse();
  const opened = (document: string) => documents.get(documentNameOf(room.id, document));
  const [first] = room.documents;
  const shown = first === undefined ? undefined : opened(first.document);
  const isLit = useIsLit(client, shown);
  return (
    <OpenRoomCell room={room} isLit={isLit} picture={PICTURES[room.id](shown)}>
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
    </OpenRoomCell>
  );
}

/** A room that belongs to no document: it is lit while the server is there. */
export function PlainRoomCell({ room }: { readonly room: PlainRoom }) {
  const { client } = useHouse();
  const isLit = useIsLit(client, 'none');
  return <OpenRoomCell room={room} isLit={isLit} picture={PLAIN_PICTURES[room.id]} />;
}

function OpenRoomCell(props: {
  readonly room: OpenRoom;
  readonly isLit: boolean;
  readonly picture: ReactNode;
  readonly children?: ReactNode;
}) {
  const { room, isLit, picture, children } = props;
  return (
    <li className="plan-room" data-room={room.id} data-lit={isLit}>
      <div className="plan-room-words">
        <h2>
          <Link to={entranceOf(room.id)} className="plan-room-link">
            {room.name}
          </Link>
        </h2>
        <p>{room.sentence}</p>
        {!isLit && <p className="plan-room-dark">Dark: not connected</p>}
      </div>
      <div className="plan-room-picture">{picture}</div>
      {children}
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
