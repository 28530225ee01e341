import { useMemo, useSyncExternalStore } from 'react';
import { KeptReading } from '../kept-reading.ts';

/** A hub whose timeline can be read. */
export interface HubWithJournal<Entry> {
  readonly journal: {
    readonly firstId: number;
    readonly lastId: number;
    entries(from?: number, to?: number): Iterable<Entry>;
  };
  subscribe(listener: (entry: Entry) => void): () => void;
}

/** The newest entries of a hub's journal, the oldest of them first. */
export function useJournal<Entry>(hub: HubWithJournal<Entry>, most = 50): readonly Entry[] {
  const reading = useMemo(
    () =>
      new KeptReading<readonly Entry[]>({
        build: () => [...hub.journal.entries(Math.max(hub.journal.firstId, hub.journal.lastId - most + 1))],
        listen: (changed) => hub.subscribe(changed),
        keep: (before, now) => (isSame(before, now) ? before : now),
      }),
    [hub, most],
  );
  return useSyncExternalStore(reading.subscribe, reading.read, reading.readForPage);
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((entry, at) => entry === now[at]);
}
