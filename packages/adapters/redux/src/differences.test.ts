/** Where a table adapter is not what an entity adapter is, on purpose; docs/redux.md says why. */
import { createEntityAdapter, createNextState, type EntityAdapter } from '@reduxjs/toolkit';
import { isStatehouseError } from '@statehouse/kernel';
import { afterEach, expect, test, vi } from 'vitest';
import { createTableAdapter } from './table-adapter.ts';
import { type Book, byTitle, emma, persuasion, villette } from './testing/books.ts';

const theirs = createEntityAdapter<Book>();
const ours = createTableAdapter<Book>();

/** What an observation says of their adapter, and of ours. */
function both<Seen>(observe: (adapter: EntityAdapter<Book, string>) => Seen): [theirs: Seen, ours: Seen] {
  return [observe(theirs), observe(ours)];
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('state.ids is read as an array and is none; selectIds answers one', () => {
  const state = (adapter: EntityAdapter<Book, string>) => adapter.getInitialState({}, [emma]);
  expect(both((adapter) => Array.isArray(state(adapter).ids))).toEqual([true, false]);
  expect(both((adapter) => Array.isArray(adapter.getSelectors().selectIds(state(adapter))))).toEqual([
    true,
    true,
  ]);
});

test('a reducer that writes into what it read throws, instead of changing a copy', () => {
  const retitle = (adapter: EntityAdapter<Book, string>) => {
    const state = adapter.getInitialState({}, [emma]);
    try {
      return createNextState(state, (draft) => {
        Object.assign(draft.entities.e ?? {}, { title: 'changed' });
      }).entities.e?.title;
    } catch (error) {
      return error instanceof TypeError && state.entities.e?.title;
    }
  };
  expect(both(retitle)).toEqual(['changed', 'Emma']);
});

test('an entity without an id is an error, not a warning and an entity called undefined', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const broken: Book = JSON.parse('{"title":"without"}');
  const add = (adapter: EntityAdapter<Book, string>) => {
    try {
      return Object.keys(adapter.addOne(adapter.getInitialState(), broken).entities);
    } catch (error) {
      return isStatehouseError(error) ? [error.code] : [];
    }
  };
  expect(both(add)).toEqual([['undefined'], ['redux/invalid-id']]);
});

test('a number and its text are one entity, listed once', () => {
  interface Mixed {
    id: number | string;
  }
  const options = { sortComparer: () => 0 };
  const idsOf = (adapter: EntityAdapter<Mixed, number | string>) => [
    ...adapter.addMany(adapter.getInitialState(), [{ id: 1 }, { id: '1' }]).ids,
  ];
  expect(idsOf(createEntityAdapter<Mixed>(options))).toEqual([1, '1']);
  expect(idsOf(createTableAdapter<Mixed>(options))).toEqual([1]);
});

test('an id may be the name of what every object has', () => {
  const book = { id: 'constructor', title: 'Constructors' };
  expect(both((adapter) => [...adapter.addOne(adapter.getInitialState(), book).ids])).toEqual([
    [],
    ['constructor'],
  ]);
});

test('numbers stay in the order in which they came, also as keys and when one is renamed', () => {
  const options = { selectId: ({ nr }: { nr: number }) => nr };
  const seen = (adapter: EntityAdapter<{ nr: number }, number>) => {
    const state = adapter.addMany(adapter.getInitialState(), [{ nr: 9 }, { nr: 3 }, { nr: 5 }]);
    const renamed = adapter.updateOne(state, { id: 5, changes: { nr: 4 } });
    return [Object.keys(state.entities), [...renamed.ids]];
  };
  expect(seen(createEntityAdapter(options))).toEqual([
    ['3', '5', '9'],
    [3, 4, 9],
  ]);
  expect(seen(createTableAdapter(options))).toEqual([
    ['9', '3', '5'],
    [9, 3, 4],
  ]);
});

test('numbers that come at once and compare as equal stand in the order in which they came', () => {
  const options = { selectId: ({ nr }: { nr: number }) => nr, sortComparer: () => 0 };
  const seen = (adapter: EntityAdapter<{ nr: number }, number>) => [
    ...adapter.setMany(adapter.getInitialState(), [{ nr: 9 }, { nr: 3 }]).ids,
  ];
  expect([seen(createEntityAdapter(options)), seen(createTableAdapter(options))]).toEqual([
    [3, 9],
    [9, 3],
  ]);
});

test('what changes nothing answers the same state', () => {
  const isSame = (
    change: (adapter: EntityAdapter<Book, string>, state: ReturnType<typeof fill>) => unknown,
  ) =>
    both((adapter) => {
      const state = fill(adapter);
      return change(adapter, state) === state;
    });
  const fill = (adapter: EntityAdapter<Book, string>) => adapter.getInitialState({}, [emma]);
  expect(
    isSame((adapter, state) => adapter.updateOne(state, { id: 'e', changes: { title: 'Emma' } })),
  ).toEqual([false, true]);
  expect(isSame((adapter, state) => adapter.upsertOne(state, { ...emma }))).toEqual([false, true]);
  const sorted = createTableAdapter<Book>({ sortComparer: byTitle });
  const two = sorted.getInitialState({}, [villette, emma]);
  expect(sorted.setMany(two, [emma, villette])).toBe(two);
  expect(
    both((adapter) => {
      const state = adapter.getInitialState();
      return adapter.removeAll(state) === state;
    }),
  ).toEqual([false, true]);
});

test('a draft is taken as it is when it is given', () => {
  const tags = both(
    (adapter) =>
      createNextState({ shelf: adapter.getInitialState(), tags: ['a'] }, (draft) => {
        adapter.addOne(draft.shelf, { id: 'x', title: 'X', tags: draft.tags });
        draft.tags.push('later');
      }).shelf.entities.x?.tags,
  );
  expect(tags).toEqual([['a', 'later'], ['a']]);
});

test('a comparer that never answers 0 costs time, and keeps everything', () => {
  const neverEqual = (a: Book, b: Book) => (byTitle(a, b) > 0 ? 1 : -1);
  const adapter = createTableAdapter<Book>({ sortComparer: neverEqual });
  const many = Array.from({ length: 100 }, (_, at) => ({ id: `n${at}`, title: 'Emma' }));
  let state = adapter.setAll(adapter.getInitialState(), [villette, ...many, persuasion]);
  state = adapter.updateMany(
    state,
    many.slice(0, 5).map(({ id }) => ({ id, changes: { author: 'x' } })),
  );
  state = adapter.removeMany(state, ['n50', 'n0']);
  expect(new Set(state.ids)).toEqual(new Set(Object.keys(state.entities)));
  expect(state.ids).toHaveLength(100);
  expect(state.ids.slice(-2)).toEqual(['p', 'v']);
});
