/** The rooms that can be entered. */
export const OPEN_ROOMS = ['page', 'board', 'feed', 'blog'] as const;

export type OpenRoomId = (typeof OPEN_ROOMS)[number];

/** What an address leads to. */
export type Place =
  | { readonly kind: 'plan' }
  | {
      readonly kind: 'room';
      readonly room: OpenRoomId;
      readonly document: string;
      /** One thing in the document: a post of a blog. */
      readonly item?: string;
    }
  | { readonly kind: 'unknown'; readonly path: string };

/** The rooms whose things have addresses of their own. */
const ROOMS_WITH_ITEMS: readonly OpenRoomId[] = ['blog'];

/** The document that opens when only the room is named. */
const FIRST_DOCUMENT: Readonly<Record<OpenRoomId, string>> = {
  page: 'welcome',
  board: 'roadmap',
  feed: 'home',
  blog: 'journal',
};

/** Where a path leads: `/`, `/page/welcome`, `/board/roadmap`, `/blog/journal/p1`; anything else is unknown. */
export function placeFromPath(path: string): Place {
  const parts = path.split('/').filter((part) => part !== '');
  const [room, encoded, encodedItem, ...more] = parts;
  if (room === undefined) return { kind: 'plan' };
  const unknown: Place = { kind: 'unknown', path };
  if (!isOpenRoom(room) || more.length > 0) return unknown;
  const document = encoded === undefined ? FIRST_DOCUMENT[room] : decoded(encoded);
  if (document === undefined) return unknown;
  if (encodedItem === undefined) return { kind: 'room', room, document };
  const item = ROOMS_WITH_ITEMS.includes(room) ? decoded(encodedItem) : undefined;
  return item === undefined ? unknown : { kind: 'room', room, document, item };
}

/** The path of a document in a room, or of one thing in it. */
export function pathOfRoom(room: OpenRoomId, document: string = FIRST_DOCUMENT[room], item?: string): string {
  const path = `/${room}/${encodeURIComponent(document)}`;
  return item === undefined ? path : `${path}/${encodeURIComponent(item)}`;
}

/** The canonical path of a place. */
export function pathOfPlace(place: Place): string {
  if (place.kind === 'plan') return '/';
  return place.kind === 'unknown' ? place.path : pathOfRoom(place.room, place.document, place.item);
}

/** The name by which the server knows the document of a place: a page's own, and `board/…` or `feed/…` for another room's. */
export function documentNameOf(room: OpenRoomId, document: string): string {
  return room === 'page' ? document : `${room}/${document}`;
}

/**
 * The address that an old or short one stands for (`/?doc=x` is `/page/x` now, `/board` its first document), or
 * undefined for one that is right.
 */
export function canonicalAddress(address: URL): string | undefined {
  const search = new URLSearchParams(address.search);
  const asked = address.pathname === '/' ? search.get('doc') : null;
  search.delete('doc');
  const path =
    asked === null || asked === '' ? pathOfPlace(placeFromPath(address.pathname)) : pathOfRoom('page', asked);
  const next = withSearch(path, search);
  return next === address.pathname + address.search ? undefined : next;
}

/** Kept over navigation: who this window is to the network switch, and as whom it reads. */
const KEPT_HERE = ['window', 'as'] as const;

/** Kept in another window: the same person, but a window of its own, so that each can be cut off alone. */
const KEPT_ELSEWHERE = ['as'] as const;

/** The address of a path for this window, with what navigation keeps. */
export function addressHere(path: string, search: string): string {
  return withSearch(path, kept(search, KEPT_HERE));
}

/** The address of a path for a link, which may be opened in a window of its own. */
export function addressElsewhere(path: string, search: string): string {
  return withSearch(path, kept(search, KEPT_ELSEWHERE));
}

function kept(search: string, names: readonly string[]): URLSearchParams {
  const all = new URLSearchParams(search);
  return new URLSearchParams([...all].filter(([name]) => names.includes(name)));
}

function withSearch(path: string, search: URLSearchParams): string {
  return search.size === 0 ? path : `${path}?${search}`;
}

function isOpenRoom(name: string): name is OpenRoomId {
  return OPEN_ROOMS.some((room) => room === name);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
