import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

const slice = createSlice({
  name: 'notices',
  initialState: { texts: [] as string[] },
  reducers: {
    told({ texts }, { payload }: PayloadAction<string>) {
      texts.push(payload);
    },
  },
});

export const { told } = slice.actions;
export const notices = slice.reducer;
