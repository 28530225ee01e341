import type { PayloadAction } from '@reduxjs/toolkit';
import { createTableSlice } from '@statehouse/redux';
import type { UserFilter } from '../wire/user.ts';
import { userTable } from './tables.ts';

export const FIRST_USER_FILTER: UserFilter = {
  search: '',
  isSuspendedOnly: false,
  sort: 'posts',
  page: 0,
};

const desk: { filter: UserFilter } = { filter: FIRST_USER_FILTER };

/** Every user that this window has been told of, each once; and which of them the moderator looks at. */
const slice = createTableSlice({
  name: 'users',
  adapter: userTable,
  initialState: desk,
  reducers: {
    filtered(state, { payload }: PayloadAction<Partial<Omit<UserFilter, 'page'>>>) {
      state.filter = { ...state.filter, ...payload, page: 0 };
    },
    turned(state, { payload: page }: PayloadAction<number>) {
      state.filter = { ...state.filter, page };
    },
  },
});

export const usersActions = slice.actions;
export const usersReducer = slice.reducer;
