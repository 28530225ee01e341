import type { Hub } from '@statehouse/hub';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { type StreamStoreOptions, streamStore } from './stream-store.ts';

/** What stands in before the first value, and who is told of emissions that were not taken. */
export type OnHubOptions<Value> = Omit<StreamStoreOptions<Value>, 'name'>;

/**
 * Puts a stream on a hub, and goes on with what views are to see of it: its values, at once the newest; in the past those
 * of the past. The stream is listened to from now on, once for all. Who wants to take it off again, or to see its failure
 * and its end, adds a `streamStore`.
 *
 * @throws StatehouseError `hub/duplicate-store`
 */
export function onHub<Value>(
  hub: Pick<Hub, 'add'>,
  name: string,
  options: OnHubOptions<Value>,
): MonoTypeOperatorFunction<Value> {
  return (source) => {
    const store = streamStore(source, { ...options, name });
    hub.add(name, store);
    return store.value$;
  };
}
