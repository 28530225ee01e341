import { configureStore, createEntityAdapter, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { SelectorsUnderTest } from '../selector-contender.ts';

interface NumberRow {
  readonly id: string;
  readonly value: number;
}

/** A Redux store with a slice on the entity adapter, without the checks that only development has. */
export const reduxToolkitSelectors: SelectorsUnderTest = {
  openNumbers(ids) {
    const adapter = createEntityAdapter<NumberRow>();
    const slice = createSlice({
      name: 'rows',
      initialState: adapter.getInitialState(
        {},
        ids.map((id) => ({ id, value: 0 })),
      ),
      reducers: {
        setOne: (state, { payload }: PayloadAction<NumberRow>) => {
          adapter.updateOne(state, { id: payload.id, changes: { value: payload.value } });
        },
        setAll: (state, { payload }: PayloadAction<number>) => {
          adapter.updateMany(
            state,
            ids.map((id) => ({ id, changes: { value: payload } })),
          );
        },
      },
    });
    const store = configureStore({
      reducer: slice.reducer,
      middleware: (defaults) => defaults({ serializableCheck: false, immutableCheck: false }),
    });
    return {
      setOne: (id, value) => void store.dispatch(slice.actions.setOne({ id, value })),
      setAll: (value) => void store.dispatch(slice.actions.setAll(value)),
      valueOf: (id) => store.getState().entities[id]?.value,
    };
  },
};
