import { configureStore, createAction, type PayloadAction } from '@reduxjs/toolkit';
import { isStatehouseError } from '@statehouse/kernel';
import { expect, test, vi } from 'vitest';
import { tableStoreOptions } from '../store-options.ts';
import { createTableAdapter } from '../table-adapter.ts';
import { type Book, byTitle, emma, persuasion, villette } from '../testing/books.ts';
import { createLoad, handleLoad } from './load.ts';
import { createTableSlice } from './table-slice.ts';

const books = createTableAdapter<Book>({ sortComparer: byTitle });

/** A clock that is a second later each time that it is asked. */
function tickingClock() {
  let nowMs = 0;
  return {
    nowMs: () => {
      nowMs += 1000;
      return nowMs;
    },
  };
}

function createShelf() {
  const clock = tickingClock();
  const slice = createTableSlice({
    name: 'shelf',
    adapter: books,
    initialState: { open: true },
    clock,
    reducers: {
      toggled(state) {
        state.open = !state.open;
      },
      closed: (state) => ({ ...state, open: false }),
      retitled(state, { payload }: PayloadAction<{ id: string; title: string }>) {
        books.updateOne(state, { id: payload.id, changes: { title: payload.title } });
      },
    },
  });
  const store = configureStore({ reducer: { shelf: slice.reducer }, ...tableStoreOptions });
  return { slice, store, shelf: () => store.getState().shelf };
}

test('a slice begins empty, at rest, and with the fields it was given', () => {
  const { shelf } = createShelf();
  expect(shelf()).toEqual({
    ids: [],
    entities: {},
    loading: false,
    loads: 0,
    error: null,
    lastUpdated: null,
    open: true,
  });
});

test('it has an action for each operation, typed as its adapter is', () => {
  const { slice, store, shelf } = createShelf();
  const { actions } = slice;
  store.dispatch(actions.addMany([villette, persuasion]));
  store.dispatch(actions.addOne(emma));
  expect(shelf().ids).toEqual(['e', 'p', 'v']);
  store.dispatch(actions.updateMany([{ id: 'e', changes: { title: 'Zelda' } }]));
  store.dispatch(actions.upsertOne({ id: 'e', title: 'Zelda', author: 'A' }));
  expect(shelf().entities.e).toEqual({ id: 'e', title: 'Zelda', author: 'A' });
  store.dispatch(actions.removeMany(['p', 'e']));
  store.dispatch(actions.setOne({ id: 'v', title: 'V' }));
  store.dispatch(actions.upsertMany({ p: persuasion }));
  store.dispatch(actions.updateOne({ id: 'p', changes: { author: 'Jane Austen' } }));
  expect(shelf().ids).toEqual(['p', 'v']);
  store.dispatch(actions.removeMany({ where: { title: 'V' } }));
  store.dispatch(actions.setMany([emma]));
  store.dispatch(actions.removeOne('p'));
  expect(shelf().ids).toEqual(['e']);
  store.dispatch(actions.setAll([villette]));
  expect(shelf().ids).toEqual(['v']);
  store.dispatch(actions.removeAll());
  expect(shelf().ids).toEqual([]);
  // @ts-expect-error an id of this slice is a text
  actions.removeOne(1);
  // @ts-expect-error a book has no such field
  actions.updateOne({ id: 'e', changes: { pages: 1 } });
});

test('the action says when it was made, and the state when it last changed', () => {
  const { slice, store, shelf } = createShelf();
  store.dispatch(slice.actions.addOne(emma));
  expect(shelf().lastUpdated).toBe(1000);
  store.dispatch(slice.actions.addOne(emma));
  expect(shelf().lastUpdated).toBe(1000);
  const made = slice.actions.addOne(villette);
  expect(made).toEqual({ type: 'shelf/addOne', payload: villette, meta: { atMs: 3000 } });
  const before = slice.reducer(undefined, slice.actions.addOne(emma));
  expect(slice.reducer(before, made)).toEqual(slice.reducer(before, made));
});

test('a batch is one action and one notification for many reducers', () => {
  const { slice, store, shelf } = createShelf();
  const { addOne, addMany, removeOne, batch, toggled, closed, retitled } = slice.actions;
  const notified = vi.fn();
  store.subscribe(notified);
  store.dispatch(
    batch([
      addMany([emma, villette]),
      removeOne('v'),
      retitled({ id: 'e', title: 'E' }),
      toggled(),
      toggled(),
      closed(),
      addOne(persuasion),
    ]),
  );
  expect(notified).toHaveBeenCalledTimes(1);
  expect(shelf()).toMatchObject({ ids: ['e', 'p'], open: false });
  expect(shelf().entities.e?.title).toBe('E');
  expect(shelf().lastUpdated).toBe(3000);
});

test('a batch of which one part throws does nothing', () => {
  const { slice, store, shelf } = createShelf();
  const { addOne, batch } = slice.actions;
  const before = shelf();
  const broken: Book = JSON.parse('{"title":"without an id"}');
  expect(() => store.dispatch(batch([addOne(emma), addOne(broken)]))).toThrow(/selectId/);
  const foreign = createAction('library/closed');
  try {
    store.dispatch(batch([addOne(emma), foreign()]));
    expect.unreachable();
  } catch (error) {
    expect(isStatehouseError(error, 'redux/foreign-action')).toBe(true);
  }
  expect(shelf()).toBe(before);
});

function createLoadedShelf() {
  const clock = tickingClock();
  const answers: ((books: Book[] | Error) => void)[] = [];
  const fetchBooks = createLoad(
    'shelf/fetch',
    (_page: number) =>
      new Promise<Book[]>((resolve, reject) => {
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
    { clock },
  );
  const slice = createTableSlice({
    name: 'shelf',
    adapter: books,
    clock,
    initialState: { pages: 0 },
    extraReducers(builder) {
      handleLoad(builder, fetchBooks, books.upsertMany);
      builder.addMatcher(fetchBooks.fulfilled.match, (state) => {
        state.pages += 1;
      });
    },
  });
  const store = configureStore({ reducer: { shelf: slice.reducer }, ...tableStoreOptions });
  return { store, fetchBooks, answers, shelf: () => store.getState().shelf };
}

test('a load is followed from its beginning to its answer, whose time is in the action', async () => {
  const { store, fetchBooks, answers, shelf } = createLoadedShelf();
  const first = store.dispatch(fetchBooks(1));
  const second = store.dispatch(fetchBooks(2));
  expect(shelf()).toMatchObject({ loading: true, loads: 2, lastUpdated: null });
  answers[1]?.([villette]);
  await second;
  expect(shelf()).toMatchObject({ loading: true, ids: ['v'], lastUpdated: 1000, pages: 1 });
  answers[0]?.([emma]);
  const { meta } = await first;
  expect(meta).toMatchObject({ atMs: 2000 });
  expect(shelf()).toMatchObject({ loading: false, loads: 0, ids: ['e', 'v'], lastUpdated: 2000, pages: 2 });
});

test('a load that fails leaves its reason until the next one begins', async () => {
  const { store, fetchBooks, answers, shelf } = createLoadedShelf();
  const failed = store.dispatch(fetchBooks(1));
  answers[0]?.(new Error('the network is down'));
  await failed;
  expect(shelf()).toMatchObject({
    loading: false,
    error: { message: 'the network is down' },
    lastUpdated: null,
  });
  const next = store.dispatch(fetchBooks(1));
  expect(shelf().error).toBeNull();
  next.abort();
  await next;
  expect(shelf()).toMatchObject({ loading: false, loads: 0, error: { name: 'AbortError' } });
});

test('a load that its condition stops leaves no trace', async () => {
  const { store, fetchBooks, shelf } = createLoadedShelf();
  store.dispatch(fetchBooks(1));
  const running = shelf();
  const stopped = {
    condition: true,
    arg: 2,
    requestId: 'x',
    requestStatus: 'rejected',
    rejectedWithValue: false,
  };
  store.dispatch({ type: fetchBooks.rejected.type, error: { name: 'ConditionError' }, meta: stopped });
  expect(shelf()).toBe(running);
});
