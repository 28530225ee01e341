import { type ComponentType, lazy } from 'react';
import type { DocumentRoomId, OpenRoomId, PlainRoomId } from './house/place.ts';
import type { PlainRoomProps, RoomProps } from './house/room-props.ts';

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>;

const loaders: Readonly<Record<DocumentRoomId, Load<RoomProps>> & Record<PlainRoomId, Load<PlainRoomProps>>> =
  {
    blog: async () => ({ default: (await import('./rooms/blog/blog-room.tsx')).BlogRoom }),
    page: async () => ({ default: (await import('./rooms/page/page-room.tsx')).PageRoom }),
    feed: async () => ({ default: (await import('./rooms/feed/feed-room.tsx')).FeedRoom }),
    board: async () => ({ default: (await import('./rooms/board/board-room.tsx')).BoardRoom }),
    admin: async () => ({ default: (await import('./rooms/admin/admin-room.tsx')).AdminRoom }),
    checkout: async () => ({ default: (await import('./rooms/checkout/checkout-room.tsx')).CheckoutRoom }),
    dashboard: async () => ({
      default: (await import('./rooms/dashboard/dashboard-room.tsx')).DashboardRoom,
    }),
  };

/** The rooms with documents, each fetched when it is first entered. */
export const roomComponents: Readonly<Record<DocumentRoomId, ComponentType<RoomProps>>> = {
  page: lazy(loaders.page),
  board: lazy(loaders.board),
  blog: lazy(loaders.blog),
  feed: lazy(loaders.feed),
};

/** The rooms without one, likewise. */
export const plainRoomComponents: Readonly<Record<PlainRoomId, ComponentType<PlainRoomProps>>> = {
  admin: lazy(loaders.admin),
  checkout: lazy(loaders.checkout),
  dashboard: lazy(loaders.dashboard),
};

/** Fetches a room's code ahead of time; the browser keeps it. */
export function prefetchRoom(room: OpenRoomId): void {
  // Who enters the room sees the failure; a guess that fails is nobody's loss.
  loaders[room]().catch(() => {});
}
