import { useCallback, useMemo, useSyncExternalStore } from 'react';

/** The time that a hub shows, and how to show another. */
export interface TimeOfHub<Shown> {
  readonly shown: Shown;
  subscribe(listener: (shown: Shown) => void): () => void;
  goTo(entryId: number): void;
  back(entries?: number): void;
  forward(entries?: number): void;
  resume(): void;
}

export interface TimeTravelControls<Shown>
  extends Pick<TimeOfHub<Shown>, 'goTo' | 'back' | 'forward' | 'resume'> {
  readonly shown: Shown;
}

/** What time a hub shows, and the ways to another: for a slider, or two buttons. */
export function useTimeTravel<Shown>({
  time,
}: {
  readonly time: TimeOfHub<Shown>;
}): TimeTravelControls<Shown> {
  const subscribe = useCallback((changed: () => void) => time.subscribe(changed), [time]);
  const read = useCallback(() => time.shown, [time]);
  const shown = useSyncExternalStore(subscribe, read, read);
  return useMemo(
    () => ({
      shown,
      goTo: (entryId: number) => time.goTo(entryId),
      back: (entries?: number) => time.back(entries),
      forward: (entries?: number) => time.forward(entries),
      resume: () => time.resume(),
    }),
    [time, shown],
  );
}
