/** The rooms in which one opens a document. */
export const DOCUMENT_ROOMS = ['page', 'board', 'feed', 'blog'] as const;

/** The rooms that belong to no document: what they show comes from elsewhere. */
export const PLAIN_ROOMS = ['admin', 'checkout', 'dashboard'] as const;

/** The rooms that can be entered. */
export const OPEN_ROOMS = [...DOCUMENT_ROOMS, ...PLAIN_ROOMS] as const;

export type DocumentRoomId = (typeof DOCUMENT_ROOMS)[number];
export type PlainRoomId = (typeof PLAIN_ROOMS)[number];
export type OpenRoomId = DocumentRoomId | PlainRoomId;

/** What an address leads to. */
export type Place =
  | { readonly kind: 'plan' }
  | {
      readonly kind: 'room';
      readonly room: DocumentRoomId;
      readonly document: string;
      /** One thing in the document: a post of a blog. */
      readonly item?: string;
    }
  | {
      readonly kind: 'plain-room';
      readonly room: PlainRoomId;
      /** Where in the room, from the outermost on; empty at its entrance. */
      readonly inside: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly path: string };

/** The rooms whose things have addresses of their own. */
const ROOMS_WITH_ITEMS: readonly DocumentRoomId[] = ['blog'];

/** How many parts of an address lead further into a plain room. */
const DEPTH: Readonly<Record<PlainRoomId, number>> = { admin: 2, checkout: 0, dashboard: 0 };

/** The document that opens when only the room is named. */
const FIRST_DOCUMENT: Readonly<Record<DocumentRoomId, string>> = {
  page: 'welcome',
  board: 'roadmap',
  feed: 'home',
  blog: 'journal',
};

/**
 * Where a path leads: `/`, `/page/welcome`, `/board/roadmap`, `/blog/journal/p1`, `/dashboard`; anything else is
 * unknown.
 */
export function placeFromPath(path: string): Place {
  const [room, ...parts] = path.split('/').filter((part) => part !== '');
  if (room === undefined) return { kind: 'plan' };
  const inside = parts.map(decoded).filter((part) => part !== undefined);
  const unknown: Place = { kind: 'unknown', path };
  if (inside.length < parts.length) return unknown;
  if (isPlainRoom(room)) return inside.length > DEPTH[room] ? unknown : { kind: 'plain-room', room, inside };
  if (!isDocumentRoom(room)) return unknown;
  const [document = FIRST_DOCUMENT[room], item, ...more] = inside;
  if (item === undefined) return { kind: 'room', room, document };
  const isKnown = ROOMS_WITH_ITEMS.includes(room) && more.length === 0;
  return isKnown ? { kind: 'room', room, document, item } : unknown;
}

/** The path of a document in a room, or of one thing in it. */
export function pathOfRoom(
  room: DocumentRoomId,
  document: string = FIRST_DOCUMENT[room],
  item?: string,
): string {
  const path = `/${room}/${encodeURIComponent(document)}`;
  return item === undefined ? path : `${path}/${encodeURIComponent(item)}`;
}

/** The path of a room without a document, or of a place in it. */
export function pathOfPlainRoom(room: PlainRoomId, inside: readonly string[] = []): string {
  return ['', room, ...inside.map(encodeURIComponent)].join('/');
}

/** The path by which one enters a room. */
export function entranceOf(room: OpenRoomId): string {
  return isPlainRoom(room) ? pathOfPlainRoom(room) : pathOfRoom(room);
}

/** The room that a place is in, if it is in one. */
export function roomOfPlace(place: Place): OpenRoomId | undefined {
  return place.kind === 'room' || place.kind === 'plain-room' ? place.room : undefined;
}

/** The canonical path of a place. */
export function pathOfPlace(place: Place): string {
  switch (place.kind) {
    case 'plan':
      return '/';
    case 'unknown':
      return place.path;
    case 'room':
      return pathOfRoom(place.room, place.document, place.item);
    case 'plain-room':
      return pathOfPlainRoom(place.room, place.inside);
  }
}

/** The name by which the server knows the document of a place: a page's own, and `board/…` or `feed/…` for another room's. */
export function documentNameOf(room: DocumentRoomId, document: string): string {
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

function isDocumentRoom(name: string): name is DocumentRoomId {
  return DOCUMENT_ROOMS.some((room) => room === name);
}

function isPlainRoom(name: string): name is PlainRoomId {
  return PLAIN_ROOMS.some((room) => room === name);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
