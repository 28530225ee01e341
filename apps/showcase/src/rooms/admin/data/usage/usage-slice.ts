import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

/** Whether what the moderator does is counted. Nobody is followed who has not said so. */
export type UsageState =
  | { readonly consent: 'refused' }
  | {
      readonly consent: 'given';
      /** Where counts of this office go. It opens nothing. */
      readonly address: string;
    };

const initialState = (): UsageState => ({ consent: 'refused' });

const slice = createSlice({
  name: 'usage',
  initialState,
  reducers: {
    allowed: (_, { payload }: PayloadAction<{ readonly address: string }>): UsageState => ({
      consent: 'given',
      ...payload,
    }),
    forbidden: initialState,
  },
});

export const { allowed, forbidden } = slice.actions;
export const usageReducer = slice.reducer;
