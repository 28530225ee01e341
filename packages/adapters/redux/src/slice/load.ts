import {
  type Action,
  type AsyncThunk,
  type AsyncThunkPayloadCreator,
  createAsyncThunk,
  type Draft,
  type EntityId,
} from '@reduxjs/toolkit';
import { type Clock, systemClock } from '@statehouse/kernel';
import type { Stamp, TableSliceState } from './table-slice-state.ts';

/** What a load tells of its success: when its answer came. */
export interface LoadConfig {
  fulfilledMeta: Stamp;
}

/** An async thunk that {@link handleLoad} follows. */
export type Load<Returned, Argument> = AsyncThunk<Returned, Argument, LoadConfig>;

/**
 * `createAsyncThunk` for a table slice: the action that ends it says when that was, by the clock, so that no reducer has to ask.
 *
 * @example
 * const fetchPosts = createLoad('posts/fetch', async (page: number) => [{ id: `post-${page}` }]);
 */
export function createLoad<Returned, Argument = void>(
  type: string,
  fetch: (
    argument: Argument,
    api: Parameters<AsyncThunkPayloadCreator<Returned, Argument, LoadConfig>>[1],
  ) => Returned | Promise<Returned>,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Load<Returned, Argument> {
  return createAsyncThunk<Returned, Argument, LoadConfig>(type, async (argument, api) => {
    const answer = await fetch(argument, api);
    return api.fulfillWithValue(answer, { atMs: clock.nowMs() });
  });
}

/** The builder of `extraReducers` of a table slice, whatever further fields it has. */
interface LoadBuilder<T, Id extends EntityId> {
  addCase<Creator extends { (...args: never[]): Action; readonly type: string }>(
    creator: Creator,
    reducer: (state: Draft<TableSliceState<T, Id>>, action: ReturnType<Creator>) => void,
  ): unknown;
}

/**
 * Keeps `loading`, `error` and `lastUpdated` of a table slice while a load runs, and lets `take` put its answer into the table. Several
 * loads may run at once: `loading` holds until the last has ended.
 *
 * @example
 * const posts = createTableAdapter<{ id: string }>();
 * const fetchPosts = createLoad('posts/fetch', async (page: number) => [{ id: `post-${page}` }]);
 * const slice = createTableSlice({
 *   name: 'posts',
 *   adapter: posts,
 *   extraReducers: (builder) => handleLoad(builder, fetchPosts, posts.upsertMany),
 * });
 */
export function handleLoad<T, Id extends EntityId, Returned, Argument>(
  builder: LoadBuilder<T, Id>,
  load: Load<Returned, Argument>,
  take: (state: Draft<TableSliceState<T, Id>>, answer: NoInfer<Returned>) => unknown,
): void {
  builder.addCase(load.pending, (state) => {
    countLoads(state, 1);
    state.error = null;
  });
  builder.addCase(load.fulfilled, (state, { payload, meta }) => {
    countLoads(state, -1);
    take(state, payload);
    state.lastUpdated = meta.atMs;
  });
  builder.addCase(load.rejected, (state, { error, meta }) => {
    // One that its condition stopped never began.
    if (meta.condition) return;
    countLoads(state, -1);
    state.error = error;
  });
}

function countLoads(state: { loads: number; loading: boolean }, by: number): void {
  state.loads += by;
  state.loading = state.loads > 0;
}
