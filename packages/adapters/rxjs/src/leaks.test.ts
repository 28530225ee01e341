import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createHub } from '@statehouse/hub';
import { type Observable, type Observer, Subject } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { defineEpic } from './epics/epic.ts';
import { runEpics } from './epics/run-epics.ts';
import { webSocketStream } from './live/web-socket-stream.ts';
import { createCircuitBreaker } from './recovery/circuit-breaker.ts';
import { retryWithBackoff } from './recovery/retry-with-backoff.ts';
import { combineStores } from './store/combine-stores.ts';
import { fromStore } from './store/from-store.ts';
import { streamStore } from './store/stream-store.ts';
import { FakeSocket } from './testing/fake-socket.ts';
import { type Library, type LibraryAction, lend, libraryStore } from './testing/library.ts';
import { listened } from './testing/listened.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

const TIMES = 10_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Everything here that can be listened to, and where the source behind it counts who listens, that. */
function everything() {
  const clock = new VirtualClock();
  const source = listened(new Subject<number>());
  const store = libraryStore();
  const hub = createHub();
  const handle = hub.add('library', store);
  const { store: countedStore, seen: counted } = countedOf(store);
  const sockets = { open: 0 };
  const socket = webSocketStream<unknown>({
    url: 'ws://server',
    createSocket() {
      sockets.open += 1;
      const made = new FakeSocket();
      made.close = () => {
        sockets.open -= 1;
      };
      return made;
    },
    parse: (data) => data,
    initialMs: 1,
    maxMs: 1,
    scheduler: clock.scheduler,
  });
  const breaker = createCircuitBreaker({ maxFailures: 1, openMs: 1, scheduler: clock.scheduler });
  const stream = streamStore(source.stream, { initial: 0, name: 'stream' });
  const retry = retryWithBackoff<number>({ initialMs: 1, maxMs: 1, scheduler: clock.scheduler });
  const streams: Readonly<Record<string, readonly [Observable<unknown>, { readonly now: number }?]>> = {
    'state$ of a store': [store.state$],
    'present$ of a store': [store.present$],
    'actions$ of a store': [store.actions$],
    'a selection of a store': [store.select(({ lent }) => lent.length)],
    'a store of the hub as a stream': [fromStore(countedStore), counted],
    'a handle of the hub as a stream': [fromStore(handle)],
    'stores together': [combineStores({ one: countedStore, two: handle }), counted],
    'a stream as a store, as a stream': [fromStore(stream), source.seen],
    'a source that is tried again': [source.stream.pipe(retry), source.seen],
    'a source behind a circuit breaker': [source.stream.pipe(breaker.protect()), source.seen],
    'the state of a circuit breaker': [breaker.state$],
    'the messages of a socket': [
      socket.messages$,
      {
        get now() {
          return sockets.open;
        },
      },
    ],
    'the status of a socket': [socket.status$],
  };
  return { store, streams };
}

/** A store that counts who listens to it. */
function countedOf(store: ReturnType<typeof libraryStore>) {
  const seen = { now: 0 };
  const subscribe = (listener: () => void) => {
    seen.now += 1;
    const stop = store.subscribe(listener);
    return () => {
      seen.now -= 1;
      stop();
    };
  };
  return { store: { getState: store.getState, subscribe }, seen };
}

describe('after 10,000 times of listening and leaving', () => {
  test.each(Object.keys(everything().streams))('nothing is left at the source of %s', async (name) => {
    const { store, streams } = everything();
    const [stream, seen] = streams[name] ?? [];
    const receivers: WeakRef<Observer<unknown>>[] = [];
    const most = Array.from({ length: TIMES }, () => {
      const receiver = { next: () => {}, error: () => {}, complete: () => {} };
      receivers.push(new WeakRef(receiver));
      const listening = stream?.subscribe(receiver);
      const now = seen?.now;
      listening?.unsubscribe();
      return now;
    });
    expect(seen?.now ?? 0).toBe(0);
    expect(new Set(most)).toEqual(new Set([seen && 1]));
    store.dispatch(lend('Emma'));
    // Weak references hold until the turn is over in which they were made.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    // The newest may be held by what the engine keeps of the last call.
    const left = receivers.slice(0, -1).filter((receiver) => receiver.deref() !== undefined);
    expect(left.length).toBe(0);
  });

  test('a component of epics that comes and goes leaves nothing at the store, nor on the heap', () => {
    const store = libraryStore();
    const epic = defineEpic<Library, LibraryAction, LibraryAction>({
      name: 'echo',
      on: (actions$) => actions$,
      policy: 'switch',
      run: () => new Subject<LibraryAction>(),
    });
    const round = () => {
      const stop = runEpics(store, [epic], { onProblem: () => {} });
      store.dispatch({ type: 'search', words: 'x' });
      stop();
    };
    for (let at = 0; at < TIMES / 10; at += 1) round();
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let at = 0; at < TIMES; at += 1) round();
    collect();
    // 20 bytes for each that came and went would show.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * TIMES);
  });

  test('a stream that joins the hub and leaves is not listened to any more', () => {
    const { stream, seen } = listened(new Subject<number>());
    const hub = createHub({ journal: { maxEntries: 100, maxOlderEntries: 100 } });
    for (let at = 0; at < TIMES; at += 1) {
      hub.add('prices', streamStore(stream, { initial: 0, name: 'price' })).leave();
    }
    expect(seen).toEqual({ ever: TIMES, now: 0 });
  });
});
