import type { SyncClient } from '@statehouse/sync';
import { createContext, useContext } from 'react';
import type { ShowcaseSchema } from '../../schema.ts';
import type { Appearance } from '../chrome/use-appearance.ts';
import type { DevSession } from '../session/dev-session.ts';
import type { Persona } from '../session/persona.ts';
import type { OpenRoomId } from './place.ts';
import type { Visit } from './router.ts';
import type { TourStore } from './tour/tour-store.ts';

/** What every room of the house may count on. */
export interface House {
  readonly client: SyncClient<ShowcaseSchema>;
  /** Undefined: the page is not served by a development server. */
  readonly session: DevSession | undefined;
  /** The signed-in user; all windows of a browser are one. */
  readonly user: string;
  /** Who this window is to the others. */
  readonly persona: Persona;
  readonly setPersona: (persona: Persona) => void;
  readonly appearance: Appearance;
  readonly setAppearance: (appearance: Appearance) => void;
  /** Goes to a path of the house, such as `/board/roadmap`, in this window. */
  readonly navigate: (path: string) => void;
  /** Fetches a room's code ahead of time. */
  readonly prefetch: (room: OpenRoomId) => void;
  /** Where this window is. */
  readonly visit: Visit;
  readonly tour: TourStore;
}

const HouseContext = createContext<House | undefined>(undefined);

export const HouseProvider = HouseContext.Provider;

/** The house that this component stands in. */
export function useHouse(): House {
  const house = useContext(HouseContext);
  if (house === undefined) throw new Error('useHouse works inside a HouseProvider only.');
  return house;
}
