import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query';
import { authenticate } from '@statehouse/redux/auth';
import { browserConnectivity, createOfflineQueue } from '@statehouse/redux/offline';
import { createIndexedDbKeyValueStore } from '@statehouse/storage/indexeddb';
import { createWebTabs } from '@statehouse/storage/tabs';

export interface Note {
  id: string;
  text: string;
}

export const queue = createOfflineQueue({
  store: createIndexedDbKeyValueStore({ name: 'offline' }),
  tabs: createWebTabs(),
  connectivity: browserConnectivity(window),
});

const signed = authenticate(fetchBaseQuery({ baseUrl: 'https://notes.example/' }), {
  token: (state: { auth: { token?: string } }) => state.auth.token,
  async refresh(api, send) {
    const { data } = await send({ url: 'token', method: 'POST' });
    if (typeof data === 'string') api.dispatch({ type: 'auth/signedIn', payload: data });
    return typeof data === 'string';
  },
  signedOut: () => ({ type: 'auth/signedOut' }),
});

export const notesApi = createApi({
  baseQuery: queue.baseQuery(signed),
  invalidationBehavior: 'immediately',
  endpoints: (build) => ({
    getNotes: build.query<Note[], void>({ query: () => 'notes' }),
    writeNote: build.mutation<Note, Note>({
      query: ({ id, ...body }) => ({ url: `notes/${id}`, method: 'PUT', body }),
      extraOptions: { offline: true },
    }),
  }),
});
