import { type Change, createPlainStore, type Gate, type Shown, type Store } from '@statehouse/hub';
import { distinctUntilChanged, map, type Observable, Subscription } from 'rxjs';
import { fromShown, type ShownStore } from './from-shown.ts';

/** How a stream stands: its last value, and whether more is to come. */
export type StreamState<Value> =
  | { readonly kind: 'active'; readonly value: Value }
  | { readonly kind: 'completed'; readonly value: Value }
  | { readonly kind: 'failed'; readonly value: Value; readonly error: unknown };

/** What a stream sent, as the journal has it. */
export type Emission<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface StreamStoreOptions<Value> {
  /** Before the stream has sent anything. */
  readonly initial: Value;
  /** What the journal calls its emissions. */
  readonly name: string;
  /** Told when an emission was not taken: refused by a plugin, or part of a loop. It is left out, and the stream goes on. */
  readonly onRefused?: (error: unknown) => void;
}

/**
 * A stream as a store of the hub: what it sends is an entry each. It is listened to as long as somebody listens to the
 * store (the hub, from `add` to `leave`), once for all of them.
 */
export interface StreamStore<Value>
  extends Store<StreamState<Value>, Emission<Value>>,
    ShownStore<StreamState<Value>> {
  intercept(gate: Gate<Emission<Value>>): () => void;
  restore(state: StreamState<Value>): void;
  reduce(state: StreamState<Value>, emission: Emission<Value>): StreamState<Value>;
  show(shown: Shown<StreamState<Value>>): void;
  batch(run: () => void): void;
  /** What views are to see of it. Listening to this alone does not listen to the stream. */
  readonly state$: Observable<StreamState<Value>>;
  /** The values of `state$`. That the stream failed or ended stands there. */
  readonly value$: Observable<Value>;
}

/** Makes a store of a stream, which is not listened to before somebody listens to the store. */
export function streamStore<Value>(
  source: Observable<Value>,
  { initial, name, onRefused = () => {} }: StreamStoreOptions<Value>,
): StreamStore<Value> {
  const { dispatch, watch, ...plain } = createPlainStore<StreamState<Value>, Emission<Value>>({
    initial: { kind: 'active', value: initial },
    reduce: afterEmission,
    kind: 'emission',
    nameOf: ({ kind }) => (kind === 'value' ? name : `${name} ${kind}`),
  });
  const listeners = new Set<(change: Change<StreamState<Value>, Emission<Value>>) => void>();
  let listening = Subscription.EMPTY;
  const take = (emission: Emission<Value>) => {
    try {
      dispatch(emission);
    } catch (error) {
      onRefused(error);
    }
  };
  const listen = () => {
    listening = new Subscription();
    // Added to what can be ended already: a stream that sends at once may make its only listener leave.
    listening.add(
      source.subscribe({
        next: (value) => take({ kind: 'value', value }),
        error: (error: unknown) => take({ kind: 'failed', error }),
        complete: () => take({ kind: 'completed' }),
      }),
    );
  };
  const state$ = fromShown({ getShown: plain.getShown, subscribeShown: watch });
  return {
    ...plain,
    subscribeShown: watch,
    subscribe(given) {
      const stop = plain.subscribe(given);
      listeners.add(given);
      if (listeners.size === 1) listen();
      return () => {
        stop();
        if (listeners.delete(given) && listeners.size === 0) listening.unsubscribe();
      };
    },
    state$,
    value$: state$.pipe(
      map(({ value }) => value),
      distinctUntilChanged(),
    ),
  };
}

function afterEmission<Value>({ value }: StreamState<Value>, emission: Emission<Value>): StreamState<Value> {
  if (emission.kind === 'value') return { kind: 'active', value: emission.value };
  return emission.kind === 'completed'
    ? { kind: 'completed', value }
    : { kind: 'failed', value, error: emission.error };
}
