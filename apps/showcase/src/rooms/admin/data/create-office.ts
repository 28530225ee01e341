import { configureStore } from '@reduxjs/toolkit';
import { fetchBaseQuery } from '@reduxjs/toolkit/query/react';
import { createHub } from '@statehouse/hub';
import { persistStore } from '@statehouse/persist';
import { explainTableWrites, tableChecks, tableDevTools } from '@statehouse/redux';
import { authenticate } from '@statehouse/redux/auth';
import { joinHub } from '@statehouse/redux/hub';
import { createOfflineQueue, judgeError } from '@statehouse/redux/offline';
import { WINDOW_HEADER } from '../wire/fault.ts';
import { isShape } from '../wire/guard.ts';
import { type AuthState, authReducer, selectToken, signedOut } from './auth-slice.ts';
import { notificationsReducer } from './notifications-slice.ts';
import { createOfficeApi, type OfficeBaseQuery } from './office-api.ts';
import { withLayers } from './office-layers.ts';
import type { OfficePorts } from './office-ports.ts';
import { isReport } from './pending.ts';
import { postsReducer } from './posts-slice.ts';
import type { Seat } from './seat.ts';
import { createSession } from './session.ts';
import { takeChange } from './take-change.ts';
import { isRemoval, tellRefusals } from './tell-refusals.ts';
import { uiReducer } from './ui-slice.ts';
import { countUsage } from './usage/count-usage.ts';
import { usageReducer } from './usage/usage-slice.ts';
import { usersReducer } from './users-slice.ts';
import { createWatch, type Watch } from './watch-office.ts';
import { isAway } from './words.ts';

/** What is kept over a reload: where one was, what one looked at, and whether it may be counted. Never a token. */
export const KEPT = ['ui', 'posts.filter', 'users.filter', 'usage'] as const;

/** A room is watched, not waited for: what a server fails at three times is put back and told. */
const QUEUE = { poisonAfter: 3, backoff: { initialMs: 400, maxMs: 8_000 } };

const SESSION_OVER = 'Your session is over: sign in again.';

/** The older part of the journal is of no use to somebody who looks back over a morning's work. */
const JOURNAL = { maxEntries: 2_000, maxOlderEntries: 2_000 };

/**
 * An office of one moderator: a Redux store with its API, on a hub, kept over reloads, and a queue for what waits of theirs. Nothing
 * happens before `start`, and nothing after `stop`.
 */
export function createOffice(ports: OfficePorts, seat: Seat) {
  const { url, fetch, window, storage, random, tabs, connectivity, backgroundSync } = ports;
  const startedAtMs = ports.clock.nowMs();
  const hub = createHub({ journal: JOURNAL });
  const session = createSession(ports, seat);
  const queue = createOfflineQueue({
    ...QUEUE,
    ...(tabs === undefined ? {} : { tabs }),
    ...(connectivity === undefined ? {} : { connectivity }),
    ...(backgroundSync === undefined ? {} : { backgroundSync }),
    name: queueOf(ports, seat.moderator),
    store: storage,
    judge: (error) => (isAway(error) ? 'unanswered' : judgeError(error)),
  });
  const api = withLayers(createOfficeApi(queue.baseQuery(officeQuery(ports, session)), watchOf()));
  const usage = countUsage(ports, (address, batch) =>
    store
      .dispatch(api.endpoints.reportUsage.initiate({ address, batch }))
      .unwrap()
      .catch((error: unknown) => {
        // What the moderator has taken out of the queue is not sent again.
        if (!isRemoval(error)) throw error;
      }),
  );
  const onHub = joinHub(hub, 'office');
  const store = configureStore({
    reducer: {
      auth: authReducer,
      users: usersReducer,
      posts: postsReducer,
      notifications: notificationsReducer,
      ui: uiReducer,
      usage: usageReducer,
      api: api.reducer,
      offline: queue.reducer,
    },
    middleware: (getDefault) =>
      getDefault({ ...tableChecks })
        .prepend(onHub.middleware, explainTableWrites)
        .concat(api.middleware, tellRefusals(api.reducerPath, random), usage.middleware),
    devTools: { ...tableDevTools, name: 'Office' },
    enhancers: onHub,
  });
  const followUsage = () => {
    const { usage: allowed, offline } = store.getState();
    usage.follow(allowed);
    if (allowed.consent === 'given') return;
    // What was counted before the consent was taken back does not leave any more.
    for (const { id, state } of offline.entries.filter(isReport))
      if (state !== 'sending') queue.remove(id).catch(() => {});
  };
  const keep = () =>
    persistStore(hub.store('office'), { storage, key: `office/${seat.moderator}`, select: KEPT });
  let kept: ReturnType<typeof keep> | undefined;
  return {
    /** What the clock on the wall said when that of the journal began. */
    startedAtMs,
    ports,
    seat,
    store,
    api,
    hub,
    queue,
    /** Fulfilled when everything is as it was when the window was left; the server need not be there for that. */
    async start(): Promise<void> {
      // Nobody looks at anything, and has nothing that could wait.
      if (seat.moderator !== '') {
        kept = keep();
        await kept.restored;
        await queue.start(store, api);
        followUsage();
        store.subscribe(followUsage);
      }
      const { phase } = store.getState().auth;
      if (phase === 'unknown') void session.renew(store.dispatch);
      // What the server turned away before waits for its moderator, who is here.
      if (phase === 'signed-in') void queue.retry();
    },
    signIn: (name: string, password: string) => session.signIn(store.dispatch, name, password),
    /** What waits stays on the device, and is sent when the moderator is back. */
    signOut: () => session.signOut(store.dispatch),
    endSession: () => session.end(),
    async stop(): Promise<void> {
      usage.stop();
      await kept?.stop();
      queue.stop();
      store.dispatch(api.util.resetApiState());
    },
  };

  /** The stream of changes, which needs the API that it belongs to. */
  function watchOf(): Watch {
    return createWatch({
      url,
      fetch,
      headers: (state) => ({ [WINDOW_HEADER]: window, ...authorization(state) }),
      renew: (dispatch) => session.renew(dispatch, SESSION_OVER),
      // A thunk sees the present, whatever is shown.
      receive: (change) =>
        store.dispatch((dispatch, getState) => takeChange(api, change, dispatch, getState)),
      cameBack: (dispatch) => {
        dispatch(api.internalActions.onOnline());
        void queue.retry();
      },
    });
  }
}

export type Office = ReturnType<typeof createOffice>;

/** Each moderator has a queue of their own. */
function queueOf({ queue = 'office' }: OfficePorts, moderator: string): string {
  return `waiting/${queue}/${moderator}`;
}

function officeQuery(ports: OfficePorts, session: ReturnType<typeof createSession>): OfficeBaseQuery {
  const { url, fetch, window } = ports;
  const base = fetchBaseQuery({
    baseUrl: url,
    fetchFn: fetch,
    prepareHeaders: (headers) => headers.set(WINDOW_HEADER, window),
  });
  return authenticate(base, {
    token: selectToken,
    refresh: async ({ dispatch }) => {
      const renewal = await session.renew(dispatch, SESSION_OVER);
      if (renewal === 'away') throw new Error('The server is away.');
      return renewal === 'renewed';
    },
    signedOut: () => signedOut({ problem: SESSION_OVER }),
  });
}

const isWithAuth = isShape<{ readonly auth: AuthState }>({
  auth: (value): value is AuthState => typeof value === 'object' && value !== null && 'phase' in value,
});

function tokenIn(state: unknown): string | undefined {
  return isWithAuth(state) ? selectToken(state) : undefined;
}

function authorization(state: unknown): Readonly<Record<string, string>> {
  const token = tokenIn(state);
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
