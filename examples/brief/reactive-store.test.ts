import type { SocketLike } from '@statehouse/rxjs';
import { BehaviorSubject, of, Subject, throwError, VirtualTimeScheduler } from 'rxjs';
import { expect, test } from 'vitest';
import { type Outside, openReactiveStore, type User } from './reactive-store.ts';

const ada: User = { id: 'u1', name: 'Ada' };

/** A socket whose other end is the test. */
class Socket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  isClosed = false;
  send(): void {}
  close(): void {
    this.isClosed = true;
  }
}

function opened(outside: Partial<Outside> = {}) {
  const scheduler = new VirtualTimeScheduler();
  const sockets: Socket[] = [];
  const problems: unknown[] = [];
  const metrics$ = new BehaviorSubject<unknown>(1);
  const store = openReactiveStore({
    fetchUser: () => of(ada),
    createSocket() {
      const socket = new Socket();
      sockets.push(socket);
      return socket;
    },
    apiData$: of('data'),
    metrics$,
    nowMs: () => 17,
    scheduler,
    onProblem: (problem) => problems.push(problem),
    ...outside,
  });
  return { store, scheduler, sockets, problems, metrics$ };
}

test('W3: a user is fetched, with loading before, and an error is a state rather than an end', () => {
  const failing = new Subject<User>();
  let calls = 0;
  const { store, problems } = opened({
    fetchUser() {
      calls += 1;
      return calls === 1 ? failing : calls === 2 ? throwError(() => new Error('offline')) : of(ada);
    },
  });
  const loading: boolean[] = [];
  store.select((state) => state.loading).subscribe((now) => loading.push(now));
  store.dispatch({ type: 'FETCH_USER', id: 'u1' });
  expect([loading, failing.observed]).toEqual([[false, true], true]);
  store.dispatch({ type: 'FETCH_USER', id: 'u1' });
  expect([store.getState().error, failing.observed, problems.length]).toEqual(['offline', false, 1]);
  store.dispatch({ type: 'FETCH_USER', id: 'u1' });
  expect([store.getState().user, loading]).toEqual([ada, [false, true, false, true, false]]);
});

test('W3: notifications come when they have been quiet for 100 ms', () => {
  const { store, scheduler } = opened();
  const seen: number[] = [];
  store.notifications$.subscribe((notifications) => seen.push(notifications.length));
  for (const [atMs, text] of [
    [10, 'a'],
    [60, 'b'],
    [300, 'c'],
  ] as const) {
    scheduler.schedule(() => store.dispatch({ type: 'NOTIFIED', text }), atMs);
  }
  scheduler.flush();
  expect([seen, scheduler.now()]).toEqual([[2, 3], 400]);
});

test('W3: the dashboard combines user, data and metrics, and lets go what nobody looks at', () => {
  const { store, metrics$ } = opened();
  const seen: unknown[] = [];
  const looking = store.dashboardData$.subscribe((data) => seen.push(data));
  store.dispatch({ type: 'FETCH_USER', id: 'u1' });
  metrics$.next(2);
  expect(seen).toEqual([
    { user: undefined, data: 'data', metrics: 1, lastUpdated: 17 },
    { user: ada, data: 'data', metrics: 1, lastUpdated: 17 },
    { user: ada, data: 'data', metrics: 2, lastUpdated: 17 },
  ]);
  looking.unsubscribe();
  expect(metrics$.observed).toBe(false);
});

test('W3: a socket brings messages into the state, comes back when it is lost, and closes with the store', () => {
  const { store, scheduler, sockets } = opened();
  store.dispatch({ type: 'WEBSOCKET_CONNECT', url: 'ws://server' });
  sockets[0]?.onopen?.();
  sockets[0]?.onmessage?.({ data: '1' });
  sockets[0]?.onclose?.({ code: 1006, reason: '' });
  scheduler.flush();
  sockets[1]?.onopen?.();
  sockets[1]?.onmessage?.({ data: '2' });
  expect([sockets.length, store.getState().realTimeData]).toEqual([2, [1, 2]]);
  store.stop();
  expect(sockets[1]?.isClosed).toBe(true);
});
