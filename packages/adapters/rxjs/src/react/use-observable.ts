import { systemTimers } from '@statehouse/kernel';
import { useSyncExternalStore } from 'react';
import type { Observable } from 'rxjs';
import { HeldStream } from './held-stream.ts';

/** Found by the stream itself, which renderings that are given up do not forget. */
const held = new WeakMap<Observable<unknown>, HeldStream<unknown>>();

/**
 * The newest value of a stream; before the first, `initial`. A value that the stream sends as soon as it is listened to is
 * there in the first rendering. An error is thrown to the nearest error boundary; when that is reset after a second,
 * the stream is listened to anew. The last value stays when a stream ends.
 *
 * However many components show one stream, it is listened to once.
 * @param observable the same object on every render: made outside of components, or kept by `useMemo`
 */
export function useObservable<Value>(observable: Observable<Value>): Value | undefined;
export function useObservable<Value, Initial>(
  observable: Observable<Value>,
  initial: Initial,
): Value | Initial;
export function useObservable(observable: Observable<unknown>, initial?: unknown): unknown {
  const stream = heldStreamOf(observable);
  const seen = useSyncExternalStore(stream.subscribe, stream.read, stream.read);
  if (seen.kind === 'failed') throw seen.error;
  return seen.kind === 'value' ? seen.value : initial;
}

function heldStreamOf(observable: Observable<unknown>): HeldStream<unknown> {
  const known = held.get(observable) ?? new HeldStream(observable, systemTimers);
  held.set(observable, known);
  return known.render();
}
