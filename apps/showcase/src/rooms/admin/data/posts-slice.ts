import type { PayloadAction } from '@reduxjs/toolkit';
import { createTableSlice } from '@statehouse/redux';
import type { PostFilter } from '../wire/post.ts';
import { postTable } from './tables.ts';

export const FIRST_POST_FILTER: PostFilter = {
  state: 'waiting',
  tag: '',
  search: '',
  sort: 'newest',
  page: 0,
};

export interface PostsDesk {
  filter: PostFilter;
  /** Those that the next step is for. */
  ticked: string[];
}

const desk: PostsDesk = { filter: FIRST_POST_FILTER, ticked: [] };

/** Every post that this window has been told of, each once, whichever list it came with; and what the moderator looks at. */
const slice = createTableSlice({
  name: 'posts',
  adapter: postTable,
  initialState: desk,
  reducers: {
    /** Another filter begins at its first page, and forgets what was ticked. */
    filtered(state, { payload }: PayloadAction<Partial<Omit<PostFilter, 'page'>>>) {
      state.filter = { ...state.filter, ...payload, page: 0 };
      state.ticked = [];
    },
    turned(state, { payload: page }: PayloadAction<number>) {
      state.filter = { ...state.filter, page };
      state.ticked = [];
    },
    ticked(state, { payload: id }: PayloadAction<string>) {
      const at = state.ticked.indexOf(id);
      if (at < 0) state.ticked.push(id);
      else state.ticked.splice(at, 1);
    },
    tickedAll(state, { payload: ids }: PayloadAction<readonly string[]>) {
      state.ticked = [...ids];
    },
  },
});

export const postsActions = slice.actions;
export const postsReducer = slice.reducer;
export const { selectById: selectKnownPost } = postTable.getSelectors(
  ({ posts }: { readonly posts: ReturnType<typeof slice.reducer> }) => posts,
);
