import { documentNameOf, type OpenRoomId } from './place.ts';

/** A document that a room keeps ready for visitors. */
export interface SampleDocument {
  /** As it stands in the address. */
  readonly document: string;
  readonly title: string;
}

/** A room of the house, as the plan and the rail show it. */
export type RoomEntry = {
  readonly name: string;
  /** What one finds there, in one sentence for a stranger. */
  readonly sentence: string;
} & (
  | { readonly isOpen: true; readonly id: OpenRoomId; readonly documents: readonly SampleDocument[] }
  | { readonly isOpen: false; readonly id: string }
);

export type OpenRoom = Extract<RoomEntry, { readonly isOpen: true }>;
export type ClosedRoom = Extract<RoomEntry, { readonly isOpen: false }>;

const BOARD: OpenRoom = {
  id: 'board',
  name: 'Board',
  sentence: 'Shapes, notes and frames that several people move at once.',
  isOpen: true,
  documents: [
    { document: 'roadmap', title: 'Roadmap' },
    { document: 'floor-plan', title: 'Floor plan' },
    { document: 'meeting', title: 'Meeting' },
  ],
};

const PAGE: OpenRoom = {
  id: 'page',
  name: 'Page',
  sentence: 'One text and one list that several people write at once.',
  isOpen: true,
  documents: [{ document: 'welcome', title: 'Welcome' }],
};

const FEED: OpenRoom = {
  id: 'feed',
  name: 'Feed',
  sentence: 'A long stream of posts that stays smooth while new ones arrive.',
  isOpen: true,
  documents: [{ document: 'home', title: 'Home' }],
};

const BLOG: OpenRoom = {
  id: 'blog',
  name: 'Blog',
  sentence: 'Posts, authors and comments, kept once and shown everywhere.',
  isOpen: true,
  documents: [{ document: 'journal', title: 'Journal' }],
};

/** The rooms that can be entered, in the order of the plan. */
export const openRooms: readonly OpenRoom[] = [BOARD, PAGE, BLOG, FEED];

const ENTRIES: Readonly<Record<OpenRoomId, OpenRoom>> = { board: BOARD, page: PAGE, blog: BLOG, feed: FEED };

const closed = (id: string, name: string, sentence: string): ClosedRoom => ({
  id,
  name,
  sentence,
  isOpen: false,
});

/** The rooms that are being built. */
export const closedRooms: readonly ClosedRoom[] = [
  closed('chat', 'Chat', 'Channels with receipts, threads and sealed messages.'),
  closed('admin', 'Office', 'An existing Redux application that moved in.'),
  closed('checkout', 'Checkout', 'Basket to receipt as a state machine that one can watch.'),
  closed('dashboard', 'Dashboard', 'Live figures flowing through streams.'),
  closed('micro', 'Annexe', 'Several small applications that share one state.'),
];

/** The entry of a room that can be entered. */
export function roomEntry(id: OpenRoomId): OpenRoom {
  return ENTRIES[id];
}

/** The title of a room's document: a sample's own, or the name in the address. */
export function documentTitle(id: OpenRoomId, document: string): string {
  return roomEntry(id).documents.find((sample) => sample.document === document)?.title ?? document;
}

/** The names by which the server knows the samples of a room, in order. */
export function sampleNames(room: OpenRoom): readonly string[] {
  return room.documents.map(({ document }) => documentNameOf(room.id, document));
}
