import { type DocumentRoomId, documentNameOf, type OpenRoomId, type PlainRoomId } from './place.ts';

/** A document that a room keeps ready for visitors. */
export interface SampleDocument {
  /** As it stands in the address. */
  readonly document: string;
  readonly title: string;
}

interface RoomWords {
  readonly name: string;
  /** What one finds there, in one sentence for a stranger. */
  readonly sentence: string;
}

/** A room in which one opens a document. */
export interface DocumentRoom extends RoomWords {
  readonly kind: 'document';
  readonly id: DocumentRoomId;
  readonly documents: readonly SampleDocument[];
}

/** A room that belongs to no document. */
export interface PlainRoom extends RoomWords {
  readonly kind: 'plain';
  readonly id: PlainRoomId;
}

/** A room that can be entered, as the plan and the rail show it. */
export type OpenRoom = DocumentRoom | PlainRoom;

/** A room that is being built. */
export interface ClosedRoom extends RoomWords {
  readonly kind: 'closed';
  readonly id: string;
}

const BOARD: DocumentRoom = {
  kind: 'document',
  id: 'board',
  name: 'Board',
  sentence: 'Shapes, notes and frames that several people move at once.',
  documents: [
    { document: 'roadmap', title: 'Roadmap' },
    { document: 'floor-plan', title: 'Floor plan' },
    { document: 'meeting', title: 'Meeting' },
  ],
};

const PAGE: DocumentRoom = {
  kind: 'document',
  id: 'page',
  name: 'Page',
  sentence: 'One text and one list that several people write at once.',
  documents: [{ document: 'welcome', title: 'Welcome' }],
};

const FEED: DocumentRoom = {
  kind: 'document',
  id: 'feed',
  name: 'Feed',
  sentence: 'A long stream of posts that stays smooth while new ones arrive.',
  documents: [{ document: 'home', title: 'Home' }],
};

const BLOG: DocumentRoom = {
  kind: 'document',
  id: 'blog',
  name: 'Blog',
  sentence: 'Posts, authors and comments, kept once and shown everywhere.',
  documents: [{ document: 'journal', title: 'Journal' }],
};

const ADMIN: PlainRoom = {
  kind: 'plain',
  id: 'admin',
  name: 'Office',
  sentence: 'Moderators at work in a Redux application that moved in.',
};

const CHECKOUT: PlainRoom = {
  kind: 'plain',
  id: 'checkout',
  name: 'Checkout',
  sentence: 'Basket to receipt as a state machine that one can watch, stop and rewind.',
};

const DASHBOARD: PlainRoom = {
  kind: 'plain',
  id: 'dashboard',
  name: 'Dashboard',
  sentence: 'Live figures of the running server, flowing through streams.',
};

/** The rooms in which one opens a document, in the order of the plan. */
export const documentRooms: readonly DocumentRoom[] = [BOARD, PAGE, BLOG, FEED];

/** The rooms that can be entered, in the order of the plan. */
export const openRooms: readonly OpenRoom[] = [...documentRooms, ADMIN, CHECKOUT, DASHBOARD];

const ENTRIES: Readonly<Record<DocumentRoomId, DocumentRoom> & Record<PlainRoomId, PlainRoom>> = {
  board: BOARD,
  page: PAGE,
  blog: BLOG,
  feed: FEED,
  admin: ADMIN,
  checkout: CHECKOUT,
  dashboard: DASHBOARD,
};

const closed = (id: string, name: string, sentence: string): ClosedRoom => ({
  kind: 'closed',
  id,
  name,
  sentence,
});

/** The rooms that are being built. */
export const closedRooms: readonly ClosedRoom[] = [
  closed('chat', 'Chat', 'Channels with receipts, threads and sealed messages.'),
  closed('micro', 'Annexe', 'Several small applications that share one state.'),
];

/** The entry of a room that can be entered. */
export function roomEntry<Id extends OpenRoomId>(id: Id): (typeof ENTRIES)[Id] {
  return ENTRIES[id];
}

/** The title of a room's document: a sample's own, or the name in the address. */
export function documentTitle(id: DocumentRoomId, document: string): string {
  return roomEntry(id).documents.find((sample) => sample.document === document)?.title ?? document;
}

/** The names by which the server knows the samples of a room, in order. */
export function sampleNames(room: DocumentRoom): readonly string[] {
  return room.documents.map(({ document }) => documentNameOf(room.id, document));
}
