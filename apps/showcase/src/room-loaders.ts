import { type ComponentType, lazy } from 'react';
import type { OpenRoomId } from './house/place.ts';

/** What a room is given: the name by which the server knows its document. */
export interface RoomProps {
  readonly documentName: string;
}

type Load = () => Promise<{ readonly default: ComponentType<RoomProps> }>;

const loaders: Readonly<Record<OpenRoomId, Load>> = {
  blog: async () => ({ default: (await import('./rooms/blog/blog-room.tsx')).BlogRoom }),
  page: async () => ({ default: (await import('./rooms/page/page-room.tsx')).PageRoom }),
  feed: async () => ({ default: (await import('./rooms/feed/feed-room.tsx')).FeedRoom }),
  board: async () => ({ default: (await import('./rooms/board/board-room.tsx')).BoardRoom }),
};

/** The rooms, each fetched when it is first entered. */
export const roomComponents: Readonly<Record<OpenRoomId, ComponentType<RoomProps>>> = {
  page: lazy(loaders.page),
  board: lazy(loaders.board),
  blog: lazy(loaders.blog),
  feed: lazy(loaders.feed),
};

/** Fetches a room's code ahead of time; the browser keeps it. */
export function prefetchRoom(room: OpenRoomId): void {
  // Who enters the room sees the failure; a guess that fails is nobody's loss.
  loaders[room]().catch(() => {});
}
