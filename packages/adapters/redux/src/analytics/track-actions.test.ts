import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { createRedactor } from '@statehouse/hub/recording';
import { expect, test, vi } from 'vitest';
import { type AnalyticsEvent, type TrackOptions, trackActions } from './track-actions.ts';

const cart = createSlice({
  name: 'cart',
  initialState: { count: 0 },
  reducers: {
    added(state, { payload }: PayloadAction<{ sku: string; count: number; card?: string }>) {
      state.count += payload.count;
    },
    cleared: () => ({ count: 0 }),
    opened(_, _action: PayloadAction<string>) {},
  },
});

interface State {
  cart: { count: number };
}

function createShop(options: Partial<TrackOptions<State>> = {}) {
  const events: AnalyticsEvent[] = [];
  const errors: unknown[] = [];
  const store = configureStore({
    reducer: { cart: cart.reducer },
    middleware: (getDefault) =>
      getDefault().concat(
        trackActions<State>({
          events: {
            [cart.actions.added.type]: 'Added to cart',
            [cart.actions.opened.type]: 'Opened',
            [cart.actions.cleared.type]: (_, state) =>
              state.cart.count === 0 ? { name: 'Emptied', properties: { ...state.cart } } : undefined,
          },
          track: (event) => void events.push(event),
          onError: (error) => void errors.push(error),
          ...options,
        }),
      ),
  });
  return { store, events, errors };
}

test('declared actions become events, after they have done what they do; others become none', () => {
  const { store, events } = createShop();
  store.dispatch(cart.actions.added({ sku: 'a', count: 2 }));
  store.dispatch(cart.actions.opened('side'));
  store.dispatch({ type: 'constructor' });
  store.dispatch(cart.actions.cleared());
  expect(events).toEqual([
    { name: 'Added to cart', properties: { sku: 'a', count: 2 } },
    { name: 'Opened', properties: { payload: 'side' } },
    { name: 'Emptied', properties: { count: 0 } },
  ]);
});

test('secrets are taken out before anybody is told', () => {
  const redactor = createRedactor({ sensitive: ['card'], key: 'sixteen bytes or more' });
  const { store, events } = createShop({ redactor });
  store.dispatch(cart.actions.added({ sku: 'paid by 4111111111111111', count: 1, card: '4111111111111111' }));
  expect(JSON.stringify(events)).not.toContain('4111');
  expect(events[0]?.properties.count).toBe(1);
});

test('whatever goes wrong in it, the action has been done', () => {
  const track = vi.fn(() => {
    throw new Error('the counter is broken');
  });
  const { store, errors } = createShop({ track });
  expect(store.dispatch(cart.actions.added({ sku: 'a', count: 2 }))).toHaveProperty('type', 'cart/added');
  expect(store.getState().cart.count).toBe(2);
  expect(errors).toEqual([new Error('the counter is broken')]);
});
