import { createLoad, createTableAdapter, createTableSlice, handleLoad } from '@statehouse/redux';

interface Post {
  id: string;
  title: string;
  read?: boolean;
}

const posts = createTableAdapter<Post>();

export const fetchPage = createLoad('feed/fetchPage', async (page: number): Promise<Post[]> => {
  return [{ id: `post-${page}`, title: `Page ${page}` }];
});

export const feed = createTableSlice({
  name: 'feed',
  adapter: posts,
  initialState: { filter: 'all' },
  reducers: {
    filtered(state, { payload }: { payload: string; type: string }) {
      state.filter = payload;
    },
  },
  extraReducers: (builder) => handleLoad(builder, fetchPage, posts.upsertMany),
});

const { batch, updateMany, removeMany, filtered } = feed.actions;

/** One action and one notification for all of it. */
export const archive = (read: string[], gone: string[]) =>
  batch([
    updateMany(read.map((id) => ({ id, changes: { read: true } }))),
    removeMany(gone),
    filtered('unread'),
  ]);
