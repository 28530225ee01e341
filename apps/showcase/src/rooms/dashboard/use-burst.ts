import { useCallback, useEffect, useState } from 'react';
import type { Dashboard } from './streams/create-dashboard.ts';

export const BURST_SIZE = 10_000;

/** The way to let a burst go, and what a screen reader is to hear of the last one. */
export function useBurst({ events, burst$ }: Dashboard): {
  readonly burst: () => void;
  readonly heard: string;
} {
  const [heard, setHeard] = useState('');
  useEffect(() => {
    const listening = burst$.subscribe(({ isOver, state, times }) => {
      if (isOver) setHeard(`${state.counted} events counted, ${times.dropped} frames dropped.`);
    });
    return () => listening.unsubscribe();
  }, [burst$]);
  const burst = useCallback(() => {
    setHeard('');
    events.dispatch({ type: 'burstAsked', size: BURST_SIZE });
  }, [events]);
  return { burst, heard };
}
