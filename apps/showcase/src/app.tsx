import { Theme } from '@radix-ui/themes';
import type { SyncClient } from '@statehouse/sync';
import { Suspense, useMemo, useState, useSyncExternalStore } from 'react';
import type { ShowcaseSchema } from '../schema.ts';
import { useAppearance } from './chrome/use-appearance.ts';
import { ForeignRoom } from './house/foreign-room.tsx';
import { type House, HouseProvider, useHouse } from './house/house.tsx';
import { documentNameOf, type Place } from './house/place.ts';
import { FloorPlan } from './house/plan/floor-plan.tsx';
import { RoomSkeleton } from './house/room-skeleton.tsx';
import { documentTitle, roomEntry } from './house/rooms.ts';
import type { Router } from './house/router.ts';
import type { TourStore } from './house/tour/tour-store.ts';
import { UnknownRoom } from './house/unknown-room.tsx';
import { useTenant } from './house/use-tenant.ts';
import { plainRoomComponents, prefetchRoom, roomComponents } from './room-loaders.ts';
import type { DevSession } from './session/dev-session.ts';
import { type Persona, savePersona } from './session/persona.ts';

export interface AppProps {
  readonly client: SyncClient<ShowcaseSchema>;
  readonly session: DevSession | undefined;
  readonly user: string;
  readonly persona: Persona;
  readonly router: Router;
  readonly tour: TourStore;
}

/** The house, and the place in it where this window is. */
export function App({ client, session, user, persona: given, router, tour }: AppProps) {
  const [appearance, setAppearance] = useAppearance();
  const [persona, setPersona] = useState(given);
  const visit = useSyncExternalStore(router.subscribe, () => router.visit);
  const house = useMemo<House>(
    () => ({
      client,
      session,
      user,
      persona,
      setPersona: (next) => {
        savePersona(sessionStorage, next);
        setPersona(next);
      },
      appearance,
      setAppearance,
      navigate: router.navigate,
      prefetch: prefetchRoom,
      visit,
      tour,
    }),
    [client, session, user, persona, appearance, setAppearance, router, visit, tour],
  );
  return (
    <Theme accentColor="iris" grayColor="slate" radius="medium" appearance={appearance}>
      <HouseProvider value={house}>
        <Here />
      </HouseProvider>
    </Theme>
  );
}

function Here() {
  const { place, tenant } = useHouse().visit;
  const own = useTenant();
  if (place.kind === 'plan') return <FloorPlan />;
  if (place.kind === 'unknown') return <UnknownRoom path={place.path} />;
  if (tenant !== undefined && tenant !== own)
    return own === undefined ? <RoomWaiting place={place} /> : <ForeignRoom tenant={tenant} own={own} />;
  return place.kind === 'room' ? <DocumentRoomHere place={place} /> : <PlainRoomHere place={place} />;
}

type DocumentRoomPlace = Extract<Place, { readonly kind: 'room' }>;
type PlainRoomPlace = Extract<Place, { readonly kind: 'plain-room' }>;

function RoomWaiting({ place }: { readonly place: DocumentRoomPlace | PlainRoomPlace }) {
  const { name } = roomEntry(place.room);
  return place.kind === 'room' ? (
    <RoomSkeleton
      title={documentTitle(place.room, place.document)}
      roomName={name}
      reason="Opening the room…"
    />
  ) : (
    <RoomSkeleton title={name} reason="Opening the room…" />
  );
}

function DocumentRoomHere({ place }: { readonly place: DocumentRoomPlace }) {
  const { room, document } = place;
  const Room = roomComponents[room];
  return (
    <Suspense fallback={<RoomWaiting place={place} />}>
      <Room key={`${room}/${document}`} documentName={documentNameOf(room, document)} />
    </Suspense>
  );
}

function PlainRoomHere({ place }: { readonly place: PlainRoomPlace }) {
  const { room, inside } = place;
  const Room = plainRoomComponents[room];
  return (
    <Suspense fallback={<RoomWaiting place={place} />}>
      <Room key={room} inside={inside} />
    </Suspense>
  );
}
