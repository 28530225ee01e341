import { useCallback, useSyncExternalStore } from 'react';

/** An actor whose snapshots can be read and to which events can be sent. */
export interface ReadableActor<State, Event> {
  getSnapshot(): State;
  subscribe(observer: { next?: () => void; error?: () => void }): { unsubscribe(): void };
  send(event: Event): void;
}

/**
 * The snapshot of an actor on the hub, of the past while that is shown, and the way to send to it: what `useMachine`
 * answers with. An actor that failed throws its error, for a boundary.
 */
export function useHubActor<State, Event>(
  actor: ReadableActor<State, Event>,
): readonly [State, (event: Event) => void] {
  const subscribe = useCallback(
    (changed: () => void) => {
      const { unsubscribe } = actor.subscribe({ next: changed, error: changed });
      return unsubscribe;
    },
    [actor],
  );
  const read = useCallback(() => actor.getSnapshot(), [actor]);
  const snapshot = useSyncExternalStore(subscribe, read, read);
  const failure = failureOf(snapshot);
  if (failure !== undefined) throw failure.error;
  return [snapshot, actor.send];
}

function failureOf(snapshot: unknown): { readonly error: unknown } | undefined {
  const hasFailed =
    typeof snapshot === 'object' &&
    snapshot !== null &&
    'status' in snapshot &&
    snapshot.status === 'error' &&
    'error' in snapshot;
  return hasFailed ? { error: snapshot.error } : undefined;
}
