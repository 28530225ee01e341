import { createReactiveStore, epicsFor, runEpics, type SocketLike, webSocketStream } from '@statehouse/rxjs';
import {
  combineLatest,
  concat,
  debounceTime,
  defer,
  distinctUntilChanged,
  filter,
  map,
  type Observable,
  of,
  type SchedulerLike,
  shareReplay,
} from 'rxjs';

export interface User {
  readonly id: string;
  readonly name: string;
}

export interface ReactiveState {
  readonly user: User | undefined;
  readonly loading: boolean;
  readonly error: string | undefined;
  readonly notifications: readonly string[];
  readonly realTimeData: readonly unknown[];
}

export type ReactiveAction =
  | { readonly type: 'FETCH_USER'; readonly id: string }
  | { readonly type: 'USER_LOADING' }
  | { readonly type: 'USER_LOADED'; readonly user: User }
  | { readonly type: 'USER_FAILED'; readonly error: string }
  | { readonly type: 'NOTIFIED'; readonly text: string }
  | { readonly type: 'WEBSOCKET_CONNECT'; readonly url: string }
  | { readonly type: 'RECEIVED'; readonly message: unknown };

/** What the store reaches outside by. */
export interface Outside {
  readonly fetchUser: (id: string) => Observable<User>;
  readonly createSocket: (url: string) => SocketLike;
  readonly apiData$: Observable<unknown>;
  readonly metrics$: Observable<unknown>;
  readonly nowMs: () => number;
  readonly scheduler: SchedulerLike;
  readonly onProblem: (problem: unknown) => void;
}

const initial: ReactiveState = {
  user: undefined,
  loading: false,
  error: undefined,
  notifications: [],
  realTimeData: [],
};

function reduce(state: ReactiveState, action: ReactiveAction): ReactiveState {
  if (action.type === 'USER_LOADING') return { ...state, loading: true };
  if (action.type === 'USER_LOADED') return { ...state, user: action.user, loading: false };
  if (action.type === 'USER_FAILED') return { ...state, error: action.error, loading: false };
  if (action.type === 'NOTIFIED') return { ...state, notifications: [...state.notifications, action.text] };
  if (action.type === 'RECEIVED') return { ...state, realTimeData: [...state.realTimeData, action.message] };
  return state;
}

/** The exercise's `ReactiveStore`: its streams, its effects, and nothing that outlives who listens. */
export function openReactiveStore(outside: Outside) {
  const store = createReactiveStore({ initial, reduce });
  const stop = runEpics(store, epics(outside), outside);
  const { scheduler, apiData$, metrics$, nowMs } = outside;
  const user$ = store.select(({ user }) => user);
  const notifications$ = store
    .select(({ notifications }) => notifications)
    .pipe(
      filter((notifications) => notifications.length > 0),
      debounceTime(100, scheduler),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
  const dashboardData$ = combineLatest({ user: user$, data: apiData$, metrics: metrics$ }).pipe(
    map((parts) => ({ ...parts, lastUpdated: nowMs() })),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  return { ...store, user$, notifications$, dashboardData$, stop };
}

const define = epicsFor<ReactiveState, ReactiveAction>();

function epics({ fetchUser, createSocket, scheduler }: Outside) {
  return [
    define({
      name: 'fetch user',
      on: (actions$) => actions$.pipe(filter((action) => action.type === 'FETCH_USER')),
      policy: 'switch',
      run: ({ id }) =>
        concat(
          of<ReactiveAction[]>({ type: 'USER_LOADING' }),
          defer(() => fetchUser(id)).pipe(map((user): ReactiveAction => ({ type: 'USER_LOADED', user }))),
        ),
      onFailed: (error) => [
        { type: 'USER_FAILED', error: error instanceof Error ? error.message : String(error) },
      ],
    }),
    define({
      name: 'web socket',
      on: (actions$) =>
        actions$.pipe(
          filter((action) => action.type === 'WEBSOCKET_CONNECT'),
          map(({ url }) => url),
          distinctUntilChanged(),
        ),
      policy: 'switch',
      run: (url) =>
        webSocketStream<unknown>({
          url,
          createSocket,
          parse: (data) => JSON.parse(String(data)),
          initialMs: 1_000,
          maxMs: 30_000,
          scheduler,
        }).messages$.pipe(map((message): ReactiveAction => ({ type: 'RECEIVED', message }))),
    }),
  ];
}
