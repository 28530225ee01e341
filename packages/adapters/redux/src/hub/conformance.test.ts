import { configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { createHub } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { describe, test } from 'vitest';
import { joinHub } from './join-hub.ts';

const { reducer, actions } = createSlice({
  name: 'count',
  initialState: { value: 0 },
  reducers: {
    added(state, { payload }: PayloadAction<number>) {
      state.value += payload;
    },
    failed() {
      throw new Error('told to fail');
    },
  },
});

describe('a Redux store', () => {
  runStoreConformance(
    {
      create() {
        const hub = createHub();
        const redux = configureStore({ reducer, enhancers: joinHub(hub, 'count') });
        return {
          store: hub.store('count'),
          inputs: [actions.added(1), actions.added(2), actions.added(3)],
          failing: actions.failed(),
          describe: (state) => Number(Reflect.get(Object(state), 'value')),
          read: () => redux.getState(),
          watch: (listener) => redux.subscribe(listener),
        };
      },
    },
    { test },
  );
});
