import { configureStore, createListenerMiddleware } from '@reduxjs/toolkit';
import { createHub } from '@statehouse/hub';
import { joinHub } from '@statehouse/redux/hub';
import { cart, put } from './cart.ts';
import { notices, told } from './notices.ts';

const listeners = createListenerMiddleware();
listeners.startListening({
  actionCreator: put,
  effect: ({ payload }, { dispatch }) => void dispatch(told(`${payload} is in the cart`)),
});

export const hub = createHub();
export const store = configureStore({
  reducer: { cart, notices },
  middleware: (getDefaultMiddleware) => getDefaultMiddleware().prepend(listeners.middleware),
  enhancers: joinHub(hub, 'shop'),
});

export type State = ReturnType<typeof store.getState>;
