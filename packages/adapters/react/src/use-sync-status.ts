import { useMemo } from 'react';
import { deepEqual, type Equality, shallowEqual } from './equality.ts';
import { KeptReading } from './kept-reading.ts';
import { useSelected } from './use-selected.ts';

/** What has a status: a synced document (how far its work has come), or a client (its connection). */
export interface StatusSource<Status> {
  readonly status: Status;
  subscribeStatus(changed: () => void): () => void;
}

/**
 * The status of a document or of a client's connection, the same object until it says something else. A document's
 * status names its version, and changes with each entry of the log; with `select` the component renders only when its
 * part changes: `useSyncStatus(document, ({ saved }) => saved)`.
 */
export function useSyncStatus<Status>(of: StatusSource<Status>): Status;
export function useSyncStatus<Status, Selected>(
  of: StatusSource<Status>,
  select: (status: Status) => Selected,
  isEqual?: Equality<Selected>,
): Selected;
export function useSyncStatus<Status>(
  of: StatusSource<Status>,
  select: (status: Status) => unknown = (status) => status,
  isEqual: Equality<unknown> = shallowEqual,
): unknown {
  const reading = useMemo(
    () =>
      new KeptReading<Status>({
        build: () => of.status,
        listen: (changed) => of.subscribeStatus(changed),
        keep: (before, now) => (deepEqual(before, now) ? before : now),
      }),
    [of],
  );
  return useSelected(reading, select, isEqual);
}
