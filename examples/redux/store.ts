import { configureStore, createSlice } from '@reduxjs/toolkit';
import { createTableAdapter, tableStoreOptions } from '@statehouse/redux';

export interface Post {
  id: number;
  title: string;
  likes: number;
}

// Was: createEntityAdapter, of '@reduxjs/toolkit'.
export const posts = createTableAdapter<Post>({ sortComparer: (a, b) => b.id - a.id });

const slice = createSlice({
  name: 'posts',
  initialState: posts.getInitialState({ selected: 0 }),
  reducers: {
    loaded: posts.upsertMany,
    removed: posts.removeOne,
    liked(state, { payload: id }: { payload: number }) {
      const likes = state.entities[id]?.likes ?? 0;
      posts.updateOne(state, { id, changes: { likes: likes + 1 } });
    },
  },
});

export const { loaded, removed, liked } = slice.actions;
export const createStore = () => configureStore({ reducer: { posts: slice.reducer }, ...tableStoreOptions });
