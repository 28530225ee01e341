import {
  type Comparer,
  configureStore,
  createAction,
  createNextState,
  createSelectorCreator,
  createSlice,
  type EntityAdapter,
  type EntityId,
  type IdSelector,
  lruMemoize,
  type PayloadAction,
  type UnknownAction,
} from '@reduxjs/toolkit';
import { describe, expect, test, vi } from 'vitest';
import { type Book, byTitle, emma, persuasion, villette } from './books.ts';

/** Makes the adapter under test. */
export interface AdapterDriver {
  create<T, Id extends EntityId>(options: {
    selectId: IdSelector<T, Id>;
    sortComparer?: false | Comparer<T>;
  }): EntityAdapter<T, Id>;
  /** Options of a store whose default middleware is to be silent about states of the adapter. */
  readonly storeOptions: object;
}

interface Numbered {
  nr: number;
  label: string;
}

/** What Redux Toolkit promises of an entity adapter, as far as one can tell from outside. */
export function adapterConformance(name: string, driver: AdapterDriver): void {
  const books = driver.create<Book, string>({ selectId: (book) => book.id });
  const sortedBooks = driver.create<Book, string>({ selectId: (book) => book.id, sortComparer: byTitle });
  const numbered = driver.create<Numbered, number>({ selectId: ({ nr }) => nr });
  const three = books.setAll(books.getInitialState(), [villette, emma, persuasion]);

  describe(`${name}: operations`, () => {
    test('addOne adds at the end, and leaves what is there', () => {
      const state = books.addOne(three, { id: 'n', title: 'North and South' });
      expect(state.ids).toEqual(['v', 'e', 'p', 'n']);
      expect(books.addOne(state, { id: 'e', title: 'Emma, again' })).toBe(state);
    });

    test('addMany takes an array or an object, and the first of two with one id', () => {
      const empty = books.getInitialState();
      expect(books.addMany(empty, { e: emma, p: persuasion }).ids).toEqual(['e', 'p']);
      const state = books.addMany(empty, [emma, { id: 'e', title: 'second' }]);
      expect(state.entities).toEqual({ e: emma });
    });

    test('setOne and setMany replace whole entities in their place, the last of two with one id', () => {
      const state = books.setMany(three, [
        { id: 'v', title: 'first' },
        { id: 'v', title: 'last' },
      ]);
      expect(state.ids).toEqual(['v', 'e', 'p']);
      expect(state.entities.v).toEqual({ id: 'v', title: 'last' });
      expect(books.setOne(state, villette).entities.v).toEqual(villette);
    });

    test('setAll leaves only what it was given', () => {
      expect(books.setAll(three, { e: emma })).toEqual({ ids: ['e'], entities: { e: emma } });
      expect(books.setAll(three, [])).toEqual({ ids: [], entities: {} });
    });

    test('updateOne lays changes over an entity, and passes over one that is not there', () => {
      const state = books.updateOne(three, { id: 'e', changes: { author: 'Jane Austen' } });
      expect(state.entities.e).toEqual({ ...emma, author: 'Jane Austen' });
      expect(state.ids).toBe(three.ids);
      expect(books.updateOne(state, { id: 'x', changes: { title: '' } })).toBe(state);
    });

    test('updateMany merges several changes of one entity, and changes ids', () => {
      const state = books.updateMany(three, [
        { id: 'e', changes: { id: 'x' } },
        { id: 'e', changes: { id: 'emma', title: 'Emma!' } },
      ]);
      expect(state).toEqual({
        ids: ['v', 'p', 'emma'],
        entities: { v: villette, p: persuasion, emma: { id: 'emma', title: 'Emma!' } },
      });
    });

    test('an update of what only appears in the same call is passed over', () => {
      const state = books.updateMany(three, [
        { id: 'e', changes: { id: 'x' } },
        { id: 'x', changes: { title: 'not there yet' } },
      ]);
      expect(state.entities.x).toEqual({ id: 'x', title: 'Emma' });
    });

    test('a change of an id to one that is taken replaces what had it', () => {
      const state = books.updateOne(three, { id: 'v', changes: { id: 'p' } });
      expect(state.ids).toEqual(['e', 'p']);
      expect(state.entities.p).toEqual({ ...villette, id: 'p' });
    });

    test('upsertMany adds what is new and updates what is there, also what came in the same call', () => {
      const state = books.upsertMany(three, [
        { id: 'e', title: 'Emma', author: 'Jane Austen' },
        { id: 'n', title: 'North and South' },
        { id: 'n', title: 'North and South', author: 'Elizabeth Gaskell' },
      ]);
      expect(state.entities.e?.author).toBe('Jane Austen');
      expect(state.entities.n?.author).toBe('Elizabeth Gaskell');
      expect(books.upsertOne(state, { id: 'v', title: 'V' }).entities.v).toEqual({ ...villette, title: 'V' });
    });

    test('removeOne, removeMany and removeAll take out by id', () => {
      expect(books.removeOne(three, 'e').ids).toEqual(['v', 'p']);
      expect(books.removeMany(three, ['e', 'v', 'x'])).toEqual({ ids: ['p'], entities: { p: persuasion } });
      expect(books.removeOne(three, 'x')).toBe(three);
      expect(books.removeAll(three)).toEqual({ ids: [], entities: {} });
    });

    test('removeMany takes out by fields, and nothing where no field is named', () => {
      expect(books.removeMany(three, { where: { title: 'Emma' } }).ids).toEqual(['v', 'p']);
      expect(books.removeMany(three, { where: {} }).ids).toEqual(['v', 'e', 'p']);
    });

    test('what is no list of entities is refused, and the state stays', () => {
      const nothing = JSON.parse('{}').entities;
      expect(() => books.upsertMany(three, nothing)).toThrow();
      expect(() => books.addOne(three, nothing)).toThrow();
      expect(three.ids).toEqual(['v', 'e', 'p']);
    });

    test('old states stay as they were, and entities the objects that were given', () => {
      const given = { id: 'n', title: 'North and South' };
      const state = books.addOne(three, given);
      books.updateOne(state, { id: 'n', changes: { title: 'changed' } });
      books.removeAll(state);
      expect(state.entities.n).toBe(given);
      expect(three.entities).toEqual({ v: villette, e: emma, p: persuasion });
      expect(Object.isFrozen(given)).toBe(true);
    });
  });

  describe(`${name}: order`, () => {
    const sorted = sortedBooks.setAll(sortedBooks.getInitialState(), [villette, persuasion, emma]);

    test('a comparer orders what comes in and what changes', () => {
      expect(sorted.ids).toEqual(['e', 'p', 'v']);
      expect(sortedBooks.updateOne(sorted, { id: 'e', changes: { title: 'Zelda' } }).ids).toEqual([
        'p',
        'v',
        'e',
      ]);
      expect(sortedBooks.addOne(sorted, { id: 'n', title: 'North and South' }).ids).toEqual([
        'e',
        'n',
        'p',
        'v',
      ]);
    });

    test('a change that moves nothing keeps the list of ids', () => {
      expect(sortedBooks.updateOne(sorted, { id: 'e', changes: { title: 'Emmeline' } }).ids).toBe(sorted.ids);
    });
  });

  describe(`${name}: states`, () => {
    test('the initial state takes further fields and entities', () => {
      expect(books.getInitialState()).toEqual({ ids: [], entities: {} });
      expect(books.getInitialState({ open: true }, [emma])).toEqual({
        open: true,
        ids: ['e'],
        entities: { e: emma },
      });
    });

    test('a plain state, as one that was saved, is as good as any other', () => {
      const saved = { ids: ['p', 'e'], entities: { e: emma, p: persuasion } };
      expect(books.addOne(saved, villette).ids).toEqual(['p', 'e', 'v']);
      expect(books.removeOne(saved, 'x')).toBe(saved);
      expect(books.getSelectors().selectAll(saved)).toEqual([persuasion, emma]);
    });

    test('numbers are ids, and come back as numbers', () => {
      const state = numbered.addMany(numbered.getInitialState(), [
        { nr: 10, label: 'ten' },
        { nr: 9, label: 'nine' },
      ]);
      expect(state.ids).toEqual([10, 9]);
      expect(state.entities[9]).toEqual({ nr: 9, label: 'nine' });
      expect(numbered.getSelectors().selectIds(state)).toEqual([10, 9]);
      expect(numbered.removeOne(state, 10).ids).toEqual([9]);
    });

    test('views are read as arrays and objects are', () => {
      const { ids, entities } = three;
      expect([...ids]).toEqual(['v', 'e', 'p']);
      expect(ids.map((id) => id.toUpperCase())).toEqual(['V', 'E', 'P']);
      expect([ids.length, ids[1], ids.at(-1), ids.indexOf('p'), ids.includes('x')]).toEqual([
        3,
        'e',
        'p',
        2,
        false,
      ]);
      expect(['first'].concat(ids)).toEqual(['first', 'v', 'e', 'p']);
      expect(Object.keys(ids)).toEqual(['0', '1', '2']);
      const listed: string[] = [];
      for (const id of ids) listed.push(id);
      expect(listed).toEqual(['v', 'e', 'p']);
      const [first, ...others] = ids;
      expect([first, others]).toEqual(['v', ['e', 'p']]);
      expect(Object.keys(entities)).toEqual(['v', 'e', 'p']);
      expect(Object.values(entities)).toEqual([villette, emma, persuasion]);
      expect(Object.entries(entities)[1]).toEqual(['e', emma]);
      expect({ ...entities }).toEqual({ v: villette, e: emma, p: persuasion });
      expect(['e' in entities, 'x' in entities, Object.hasOwn(entities, 'v')]).toEqual([true, false, true]);
      const keys: string[] = [];
      for (const key in entities) keys.push(key);
      expect(keys).toEqual(['v', 'e', 'p']);
      expect(JSON.parse(JSON.stringify(three))).toEqual({
        ids: ['v', 'e', 'p'],
        entities: { v: villette, e: emma, p: persuasion },
      });
    });
  });

  describe(`${name}: in a slice`, () => {
    const refilled = createAction<Book[]>('refilled');
    const slice = createSlice({
      name: 'books',
      initialState: books.getInitialState({ count: 0 }),
      reducers: {
        added: books.addOne,
        removed: books.removeMany,
        counted(state, action: PayloadAction<Book>) {
          books.addOne(state, action.payload);
          books.updateOne(state, { id: action.payload.id, changes: { author: 'nobody' } });
          state.count += state.ids.length;
        },
        returned: (state, action: PayloadAction<string>) => books.removeOne(state, action),
        spread: (state) => ({ ...state, count: -1 }),
        replaced(state) {
          state.entities = {};
          state.ids = [];
        },
      },
      extraReducers: (builder) => builder.addCase(refilled, books.setAll),
    });
    const { added, removed, counted, returned, spread, replaced } = slice.actions;
    const play = (...actions: UnknownAction[]) => actions.reduce(slice.reducer, slice.getInitialState());

    test('operations are case reducers', () => {
      expect(play(added(emma), added(villette), removed(['e'])).ids).toEqual(['v']);
      expect(play(added(villette), refilled([emma])).ids).toEqual(['e']);
    });

    test('operations change a draft, and read what they changed', () => {
      const state = play(counted(emma), counted(villette));
      expect(state).toMatchObject({ count: 3, ids: ['e', 'v'] });
      expect(state.entities.v?.author).toBe('nobody');
      expect(play(added(emma), returned('e')).ids).toEqual([]);
    });

    test('other fields may be spread, and entities emptied by hand', () => {
      const state = play(added(emma), spread(), added(villette));
      expect(state).toEqual({ count: -1, ids: ['e', 'v'], entities: { e: emma, v: villette } });
      expect(play(added(emma), replaced(), added(villette)).ids).toEqual(['v']);
    });

    test('drafts may be put into a table', () => {
      const next = createNextState(
        { shelf: books.getInitialState(), found: { id: 'e', title: 'Emma', tags: ['old'] } },
        (draft) => {
          draft.found.tags.push('read');
          books.addOne(draft.shelf, draft.found);
          books.addOne(draft.shelf, { id: 'x', title: 'X', tags: draft.found.tags });
        },
      );
      expect(next.shelf.entities).toEqual({
        e: { id: 'e', title: 'Emma', tags: ['old', 'read'] },
        x: { id: 'x', title: 'X', tags: ['old', 'read'] },
      });
    });

    test('a store in development says nothing', () => {
      // It would also warn of the time that its checks take, which is the machine's affair.
      vi.useFakeTimers({ toFake: ['Date'] });
      const said = (['error', 'warn'] as const).map((level) => vi.spyOn(console, level));
      for (const spy of said) spy.mockImplementation(() => {});
      const store = configureStore({ reducer: { books: slice.reducer }, ...driver.storeOptions });
      for (const book of [emma, villette]) store.dispatch(added(book));
      store.dispatch(counted(persuasion));
      store.dispatch(removed(['e']));
      expect(store.getState().books.ids).toEqual(['v', 'p']);
      for (const spy of said) {
        expect(spy).not.toHaveBeenCalled();
        spy.mockRestore();
      }
      vi.useRealTimers();
    });
  });

  describe(`${name}: selectors`, () => {
    interface Shop {
      shelf: typeof three;
    }
    const shop: Shop = { shelf: three };
    const ofShelf = books.getSelectors();
    const ofShop = books.getSelectors((state: Shop) => state.shelf);

    test('they read a slice, and a state that has it', () => {
      expect(ofShelf.selectIds(three)).toEqual(['v', 'e', 'p']);
      expect(ofShelf.selectEntities(three)).toBe(three.entities);
      expect(ofShelf.selectAll(three)).toEqual([villette, emma, persuasion]);
      expect(ofShelf.selectTotal(three)).toBe(3);
      expect(ofShelf.selectById(three, 'e')).toBe(three.entities.e);
      expect(ofShelf.selectById(three, 'x')).toBeUndefined();
      expect(ofShelf.selectByIds(three, ['p', 'x', 'v'])).toEqual([persuasion, villette]);
      expect(ofShop.selectIds(shop)).toEqual(['v', 'e', 'p']);
      expect(ofShop.selectAll(shop)).toEqual([villette, emma, persuasion]);
      expect(ofShop.selectTotal(shop)).toBe(3);
      expect(ofShop.selectById(shop, 'v')).toBe(three.entities.v);
      expect(ofShop.selectByIds(shop, ['e'])).toEqual([emma]);
    });

    test('what did not change is the same object', () => {
      const other = { shelf: three };
      expect(ofShop.selectAll(other)).toBe(ofShop.selectAll(shop));
      const changed = books.updateOne(three, { id: 'e', changes: { title: 'E' } });
      expect(ofShelf.selectIds(changed)).toBe(ofShelf.selectIds(three));
      expect(ofShelf.selectAll(changed)[0]).toBe(three.entities.v);
    });

    test('they are made by the createSelector that is handed in', () => {
      const memoize = vi.fn(lruMemoize);
      const createSelector = createSelectorCreator(memoize);
      expect(books.getSelectors(undefined, { createSelector }).selectAll(three)).toHaveLength(3);
      expect(memoize).toHaveBeenCalled();
    });

    test('inside a reducer they read the draft', () => {
      createNextState(three, (draft) => {
        books.removeOne(draft, 'v');
        expect(ofShelf.selectAll(draft)).toEqual([emma, persuasion]);
        expect(ofShelf.selectTotal(draft)).toBe(2);
      });
    });
  });
}
