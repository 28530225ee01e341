import 'fake-indexeddb/auto';
import { configureStore, type UnknownAction } from '@reduxjs/toolkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const asked: { readonly request: Request; answer(status: number, body?: unknown): void }[] = [];
const page = Object.assign(new EventTarget(), { navigator: { onLine: true } });

/** As a browser has it: one holder, who has it until his promise settles. */
const locks = { request: (_name: string, _options: object, held: () => Promise<void>) => held() };

beforeEach(() => {
  vi.stubGlobal('window', page);
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('fetch', (request: Request) => {
    return new Promise<Response>((resolve) => {
      const answer = (status: number, body: unknown = null) => {
        asked.splice(0, 1);
        resolve(Response.json(body, { status }));
      };
      asked.push({ request, answer });
    });
  });
});
afterEach(() => void vi.unstubAllGlobals());

const auth = (state: { token?: string } = { token: 'old' }, { type, payload }: UnknownAction) =>
  type === 'auth/signedIn' && typeof payload === 'string' ? { token: payload } : state;

test('a note that is written offline is sent when there is a network, with a token that is good by then', async () => {
  const { notesApi, queue } = await import('./offline.ts');
  const store = configureStore({
    reducer: { auth, offline: queue.reducer, [notesApi.reducerPath]: notesApi.reducer },
    middleware: (getDefault) => getDefault().concat(notesApi.middleware),
  });
  await queue.start(store, notesApi);
  page.navigator.onLine = false;
  page.dispatchEvent(new Event('offline'));
  const writing = store.dispatch(notesApi.endpoints.writeNote.initiate({ id: 'a', text: 'milk' }));
  await vi.waitFor(() => expect(store.getState().offline.entries).toHaveLength(1));
  expect(store.getState().offline.status).toBe('offline');
  expect(JSON.stringify(store.getState().offline)).not.toContain('Bearer');
  page.navigator.onLine = true;
  page.dispatchEvent(new Event('online'));
  const authorization = () => asked[0]?.request.headers.get('authorization');
  await vi.waitFor(() => expect(authorization()).toBe('Bearer old'));
  asked[0]?.answer(401);
  await vi.waitFor(() => expect(asked[0]?.request.url).toBe('https://notes.example/token'));
  asked[0]?.answer(200, 'new');
  await vi.waitFor(() => expect(authorization()).toBe('Bearer new'));
  asked[0]?.answer(200, { id: 'a', text: 'milk' });
  expect(await writing).toEqual({ data: { id: 'a', text: 'milk' } });
  await vi.waitFor(() => expect(store.getState().offline.status).toBe('idle'));
  queue.stop();
});
