import { createAsyncThunk, createSlice, type PayloadAction } from '@reduxjs/toolkit';

export interface Line {
  name: string;
  count: number;
}

export const checkOut = createAsyncThunk('cart/checkOut', async (lines: readonly Line[]) => {
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  if (count === 0) throw new Error('The cart is empty.');
  return `order of ${count}`;
});

const slice = createSlice({
  name: 'cart',
  initialState: { lines: [] as Line[], isPaying: false, order: '', problem: '' },
  reducers: {
    put({ lines }, { payload }: PayloadAction<string>) {
      const line = lines.find(({ name }) => name === payload);
      if (line === undefined) lines.push({ name: payload, count: 1 });
      else line.count += 1;
    },
  },
  extraReducers: (builder) =>
    builder
      .addCase(checkOut.pending, (state) => {
        state.isPaying = true;
      })
      .addCase(checkOut.fulfilled, (_state, { payload }) => ({
        lines: [],
        isPaying: false,
        order: payload,
        problem: '',
      }))
      .addCase(checkOut.rejected, (state, { error }) => {
        state.isPaying = false;
        state.problem = error.message ?? '';
      }),
});

export const { put } = slice.actions;
export const cart = slice.reducer;
