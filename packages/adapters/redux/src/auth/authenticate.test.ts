import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query';
import { expect, test, vi } from 'vitest';
import { HeldFetches } from '../offline/testing/held-fetch.ts';
import { authenticate } from './authenticate.ts';

interface AuthState {
  readonly token: string | undefined;
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** An application whose requests carry a token, on a server that the test plays. */
function createClient() {
  const server = new HeldFetches();
  const initialState: AuthState = { token: 'old' };
  const auth = createSlice({
    name: 'auth',
    initialState,
    reducers: {
      signedIn: (_, { payload }: PayloadAction<string>) => ({ token: payload }),
      signedOut: () => ({ token: undefined }),
    },
  });
  const signedOut = vi.fn(auth.actions.signedOut);
  const api = createApi({
    baseQuery: authenticate(fetchBaseQuery({ baseUrl: 'https://posts.example/', fetchFn: server.fetch }), {
      token: (state: { auth: AuthState }) => state.auth.token,
      async refresh(own, send) {
        const { data, error } = await send({ url: 'refresh', method: 'PUT' });
        if (typeof data === 'string') own.dispatch(auth.actions.signedIn(data));
        if (
          typeof error === 'object' &&
          error !== null &&
          'status' in error &&
          error.status === 'FETCH_ERROR'
        ) {
          throw new Error('unreachable');
        }
        return typeof data === 'string';
      },
      signedOut,
    }),
    endpoints: (build) => ({
      getPost: build.query<unknown, string>({ query: (id) => `posts/${id}` }),
      likePost: build.mutation<unknown, string>({
        query: (id) => ({ url: `posts/${id}`, method: 'POST', headers: new Headers({ 'x-room': 'a' }) }),
      }),
    }),
  });
  const store = configureStore({
    reducer: { auth: auth.reducer, api: api.reducer },
    middleware: (getDefault) => getDefault().concat(api.middleware),
  });
  const get = (id: string) => store.dispatch(api.endpoints.getPost.initiate(id));
  const tokens = () => server.waiting.map(({ request }) => request.headers.get('authorization'));
  return { server, store, api, get, tokens, signedOut, signIn: auth.actions.signedIn };
}

test('the token of the state goes along, beside the headers of the endpoint', async () => {
  const { server, store, api } = createClient();
  store.dispatch(api.endpoints.likePost.initiate('a'));
  await turn();
  const { headers } = server.next('POST').request;
  expect([headers.get('authorization'), headers.get('x-room')]).toEqual(['Bearer old', 'a']);
});

test('many that are turned away have the token refreshed once, and are asked again; who comes meanwhile waits', async () => {
  const { server, get, tokens } = createClient();
  const early = ['a', 'b', 'c'].map(get);
  await turn();
  for (const held of [...server.waiting]) held.answer(401);
  await turn();
  expect(server.waiting.map(({ request }) => request.method)).toEqual(['PUT']);
  expect(tokens()).toEqual([null]);
  const late = get('d');
  await turn();
  expect(server.waiting).toHaveLength(1);
  server.next('PUT').answer(200, 'new');
  await turn();
  expect(tokens()).toEqual(Array.from({ length: 4 }, () => 'Bearer new'));
  for (const held of [...server.waiting]) held.answer(200, 'fine');
  for (const asking of [...early, late]) expect((await asking).data).toBe('fine');
});

test('who was turned away with a token that is not the one of now asks again without a refresh', async () => {
  const { server, get, store, signIn, tokens } = createClient();
  get('a');
  await turn();
  store.dispatch(signIn('other'));
  server.next('GET').answer(401);
  await turn();
  expect(server.log.filter((line) => line.startsWith('PUT'))).toEqual([]);
  expect(tokens()).toEqual(['Bearer other']);
});

test('when no token is to be had all are turned away and told once; a new token begins anew', async () => {
  const { server, get, store, signIn, signedOut } = createClient();
  const asking = ['a', 'b'].map(get);
  await turn();
  for (const held of [...server.waiting]) held.answer(401);
  await turn();
  server.next('PUT').answer(403);
  for (const each of asking) expect((await each).error).toMatchObject({ status: 401 });
  expect(signedOut).toHaveBeenCalledOnce();
  const again = get('c');
  await turn();
  server.next('GET').answer(401);
  expect((await again).error).toMatchObject({ status: 401 });
  expect(server.log.filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  store.dispatch(signIn('third'));
  get('d');
  await turn();
  server.next('GET').answer(401);
  await turn();
  expect(server.next('PUT')).toBeDefined();
});

test('a refresh that cannot be made signs nobody out', async () => {
  const { server, get, store, signedOut } = createClient();
  const asking = get('a');
  await turn();
  server.next('GET').answer(401);
  await turn();
  server.next('PUT').fail();
  expect((await asking).error).toMatchObject({ status: 'FETCH_ERROR' });
  expect(signedOut).not.toHaveBeenCalled();
  expect(store.getState().auth.token).toBe('old');
});

test('a fresh token that is not taken either is not refreshed for ever', async () => {
  const { server, get } = createClient();
  const asking = get('a');
  await turn();
  server.next('GET').answer(401);
  await turn();
  server.next('PUT').answer(200, 'new');
  await turn();
  server.next('GET').answer(401);
  expect((await asking).error).toMatchObject({ status: 401 });
  expect(server.waiting).toEqual([]);
});

test('who gives up his own request does not end the refresh that others wait for', async () => {
  const { server, get } = createClient();
  const [first, second] = [get('a'), get('b')];
  await turn();
  for (const held of [...server.waiting]) held.answer(401);
  await turn();
  first.abort();
  server.next('PUT').answer(200, 'new');
  await turn();
  for (const held of [...server.waiting]) held.answer(200, 'fine');
  expect((await second).data).toBe('fine');
});
