import { createTableAdapter, createTableSlice } from '@statehouse/redux';

/** Something that this window tells its moderator. */
export interface Notification {
  readonly id: string;
  readonly tone: 'news' | 'refusal';
  readonly text: string;
}

/** So many are on the screen at once; the older make room. */
const MOST_SHOWN = 4;

const table = createTableAdapter<Notification>();

/** What this window has to say, until it was read: refusals above all. */
const slice = createTableSlice({
  name: 'notifications',
  adapter: table,
  reducers: {
    told(state, { payload }: { readonly payload: Notification; readonly type: string }) {
      table.addOne(state, payload);
      table.removeMany(state, state.ids.slice(0, -MOST_SHOWN));
    },
  },
});

export const { told, removeOne: dismissed, removeAll: dismissedAll } = slice.actions;
export const notificationsReducer = slice.reducer;
export const { selectAll: selectNotifications } = table.getSelectors(
  ({ notifications }: { readonly notifications: ReturnType<typeof slice.reducer> }) => notifications,
);
