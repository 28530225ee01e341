import { configureStore, createAsyncThunk, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Hub } from '@statehouse/hub';
import { joinHub } from '@statehouse/redux/hub';

export interface Session {
  readonly user: string | undefined;
  readonly token: string | null;
  readonly notices: readonly string[];
}

export interface Order {
  readonly id: string;
  readonly state: 'placing' | 'placed' | 'failed';
  readonly why?: string;
}

/** What the server answers to an order, or throws. */
export type PlaceOrder = (id: string) => Promise<{ readonly number: number }>;

export const placeOrder = createAsyncThunk<{ readonly number: number }, string, { extra: PlaceOrder }>(
  'orders/place',
  (id, { extra }) => extra(id),
);

const NOBODY: Session = { user: undefined, token: null, notices: [] };

export const session = createSlice({
  name: 'session',
  initialState: NOBODY,
  reducers: {
    signedIn(state, { payload }: PayloadAction<{ user: string; token: string }>) {
      state.user = payload.user;
      state.token = payload.token;
    },
    signedOut: () => NOBODY,
    noticed(state, { payload }: PayloadAction<string>) {
      state.notices = [...state.notices, payload].slice(-8);
    },
    broken(_, { payload }: PayloadAction<{ password: string }>) {
      throw new Error(`the reducer chokes on ${payload.password}`);
    },
  },
});

const NO_ORDERS: readonly Order[] = [];

const orders = createSlice({
  name: 'orders',
  initialState: NO_ORDERS,
  reducers: {},
  extraReducers: (builder) => {
    const replaced = (all: readonly Order[], order: Order) =>
      [...all.filter(({ id }) => id !== order.id), order].slice(-12);
    builder
      .addCase(placeOrder.pending, (all, { meta }) => replaced(all, { id: meta.arg, state: 'placing' }))
      .addCase(placeOrder.fulfilled, (all, { meta }) => replaced(all, { id: meta.arg, state: 'placed' }))
      .addCase(placeOrder.rejected, (all, { meta, error }) =>
        replaced(all, { id: meta.arg, state: 'failed', why: error.message ?? '' }),
      );
  },
});

/**
 * The Redux store of the application.
 *
 * @param luck what a reducer that is not pure would read
 */
export function openReduxStore(hub: Hub, answer: PlaceOrder, luck?: () => number) {
  return configureStore({
    reducer: {
      session: session.reducer,
      orders: orders.reducer,
      luck: (before: number = 0, { type }: { type: string }) =>
        luck !== undefined && type === 'session/noticed' ? luck() : before,
    },
    middleware: (defaults) => defaults({ thunk: { extraArgument: answer } }),
    devTools: false,
    enhancers: joinHub(hub, 'shop'),
  });
}
