import { configureStore } from '@reduxjs/toolkit';
import { setupListeners } from '@reduxjs/toolkit/query';
import { createHub } from '@statehouse/hub';
import { joinHub } from '@statehouse/redux/hub';
import { postsApi } from './posts-api.ts';

export const hub = createHub();
export const store = configureStore({
  reducer: { [postsApi.reducerPath]: postsApi.reducer },
  middleware: (getDefaultMiddleware) => getDefaultMiddleware().concat(postsApi.middleware),
  enhancers: joinHub(hub, 'blog'),
});

setupListeners(store.dispatch);
