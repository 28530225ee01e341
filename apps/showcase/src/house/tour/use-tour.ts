import type { SyncedDocument } from '@statehouse/sync';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ShowcaseSchema } from '../../../schema.ts';
import { useHouse } from '../house.tsx';
import { afterDismissal, afterSeen, afterSkip, TOUR_START, type TourState } from './tour-state.ts';

export interface TourHook {
  readonly state: TourState;
  readonly skip: () => void;
  readonly dismiss: () => void;
  /** Begins it again from the start. */
  readonly restart: () => void;
  /** Somebody has looked at a conflict. */
  readonly sawConflict: () => void;
}

/** The tour, which watches what a person does in a document and goes along. */
export function useTour(document: SyncedDocument<ShowcaseSchema>, others: number): TourHook {
  const { tour } = useHouse();
  const state = useSyncExternalStore(tour.subscribe, () => tour.state);
  useWatching(document, others, state);
  return useMemo(
    () => ({
      state,
      skip: () => tour.update(afterSkip),
      dismiss: () => tour.update(afterDismissal),
      restart: () => tour.update(() => TOUR_START),
      sawConflict: () => tour.update((now) => afterSeen(now, 'see-conflict')),
    }),
    [tour, state],
  );
}

function useWatching(document: SyncedDocument<ShowcaseSchema>, others: number, { done }: TourState): void {
  const { client, tour } = useHouse();
  const wasAway = useRef(false);
  // Whoever is here already ticks the step as soon as it is asked for.
  useEffect(() => {
    if (others > 0) tour.update((now) => afterSeen(now, 'second-window'));
  }, [tour, others, done]);
  useEffect(() => {
    const look = () => {
      const { pending, phase } = document.status;
      const isLive = client.status.kind === 'live';
      if (!isLive && phase !== 'loading') wasAway.current = true;
      if (!isLive && pending > 0) tour.update((now) => afterSeen(now, 'edit-offline'));
      if (isLive && pending === 0 && wasAway.current) {
        wasAway.current = false;
        tour.update((now) => afterSeen(now, 'come-back'));
      }
    };
    const stops = [client.subscribeStatus(look), document.subscribeStatus(look)];
    look();
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, document, tour]);
}
