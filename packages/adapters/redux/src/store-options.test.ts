import { configureStore, createSlice, type PayloadAction, type UnknownAction } from '@reduxjs/toolkit';
import { isStatehouseError } from '@statehouse/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { explainTableWrites, tableChecks, tableDevTools, tableStoreOptions } from './store-options.ts';
import { createTableAdapter } from './table-adapter.ts';
import { type Book, emma, villette } from './testing/books.ts';

const books = createTableAdapter<Book>();
const slice = createSlice({
  name: 'books',
  initialState: books.getInitialState(),
  reducers: {
    added: books.addOne,
    loaded: books.addMany,
    emptied: books.removeAll,
    retitled(state, { payload }: PayloadAction<string>) {
      const book = state.entities.e;
      if (book !== undefined) book.title = payload;
    },
    stamped(state, { payload }: PayloadAction<{ at: number }>) {
      payload.at = state.ids.length;
    },
  },
});
const { added, emptied, loaded, retitled, stamped } = slice.actions;

const error = vi.spyOn(console, 'error');
const warn = vi.spyOn(console, 'warn');

// The middleware also warns of the time that it takes, which is the machine's affair.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  error.mockImplementation(() => {});
  warn.mockImplementation(() => {});
});

afterEach(() => {
  vi.clearAllMocks();
  vi.useRealTimers();
});

function createStore() {
  return configureStore({ reducer: { books: slice.reducer }, ...tableStoreOptions });
}

test('without the options the default middleware complains of a table, with them of nothing', () => {
  configureStore({ reducer: { books: slice.reducer } }).dispatch(added(emma));
  expect(error).toHaveBeenCalled();
  error.mockClear();
  const store = createStore();
  store.dispatch(added(emma));
  store.dispatch(loaded(Array.from({ length: 3000 }, (_, at) => ({ id: `n${at}`, title: String(at) }))));
  store.dispatch(emptied());
  store.dispatch(added(villette));
  expect(error).not.toHaveBeenCalled();
  expect(warn).not.toHaveBeenCalled();
});

test('the options can go into middleware of one’s own', () => {
  const store = configureStore({
    reducer: { books: slice.reducer },
    middleware: (getDefaultMiddleware) =>
      getDefaultMiddleware({ ...tableChecks }).prepend(explainTableWrites),
    devTools: { ...tableDevTools, name: 'books' },
  });
  store.dispatch(added(emma));
  expect(() => store.dispatch(retitled('Zelda'))).toThrow(/updateOne/);
  expect(error).not.toHaveBeenCalled();
});

test('thunks run as with the defaults', () => {
  const store = createStore();
  const total = store.dispatch((dispatch) => {
    dispatch(added(emma));
    return store.getState().books.ids.length;
  });
  expect(total satisfies number).toBe(1);
});

test('an entity that cannot be serialised is named when it comes in, and not again', () => {
  const store = createStore();
  const broken: UnknownAction = added({ id: 'b', title: 'B', tags: JSON.parse('[]') });
  const withDate = { ...emma, tags: [new Date(0)] };
  store.dispatch(broken);
  expect(error).not.toHaveBeenCalled();
  store.dispatch({ type: added.type, payload: withDate });
  const said = error.mock.calls.map(([message]) => String(message));
  expect(
    said.some((message) => message.includes('in the state') && message.includes('entities.e.tags.0')),
  ).toBe(true);
  error.mockClear();
  store.dispatch(added(villette));
  expect(error).not.toHaveBeenCalled();
});

test('a check looks at what is new, not at the table', () => {
  const entries = tableChecks.serializableCheck.getEntries ?? Object.entries;
  const large = books.addMany(
    books.getInitialState(),
    Array.from({ length: 20_000 }, (_, at) => ({ id: `n${at}`, title: String(at) })),
  );
  expect(entries(large.entities)).toHaveLength(1000);
  expect(entries(large.entities)).toHaveLength(0);
  const changed = books.updateOne(large, { id: 'n7', changes: { title: 'seven' } });
  expect(entries(changed.entities)).toEqual([['n7', { id: 'n7', title: 'seven' }]]);
  expect(entries(large.ids)).toEqual([]);
});

test('a reducer that writes into what it read is told what to do, and the state stays', () => {
  const store = createStore();
  store.dispatch(added(emma));
  const before = store.getState();
  try {
    store.dispatch(retitled('Zelda'));
    expect.unreachable();
  } catch (thrown) {
    expect(isStatehouseError(thrown, 'redux/entity-written')).toBe(true);
    expect(thrown).toMatchObject({ details: { action: 'books/retitled' }, cause: expect.any(TypeError) });
  }
  expect(store.getState()).toBe(before);
  store.dispatch(added(villette));
  expect(store.getState().books.ids).toHaveLength(2);
});

test('what has nothing to do with a table is thrown as it was', () => {
  const store = createStore();
  expect(() => store.dispatch(stamped(Object.freeze({ at: 0 })))).toThrow(TypeError);
});

test('the DevTools see tables as plain objects, and the same one while nothing changes', () => {
  const reducer = { books: slice.reducer, other: () => null };
  const store = configureStore({ reducer, ...tableStoreOptions });
  store.dispatch(added(emma));
  const shown = tableDevTools.stateSanitizer(store.getState());
  expect(shown).toStrictEqual({ books: { ids: ['e'], entities: { e: emma } }, other: null });
  expect(Object.getPrototypeOf(shown.books.entities)).toBe(Object.prototype);
  const again = tableDevTools.stateSanitizer({ ...store.getState() });
  expect(again.books).toBe(shown.books);
  const without = { plain: { list: [1] } };
  expect(tableDevTools.stateSanitizer(without)).toBe(without);
});
