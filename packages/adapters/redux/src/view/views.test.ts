import { inspect } from 'node:util';
import { createNextState, createSlice, isDraft } from '@reduxjs/toolkit';
import { isStatehouseError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { createTableAdapter } from '../table-adapter.ts';
import { type Book, emma, persuasion, villette } from '../testing/books.ts';

const books = createTableAdapter<Book>();
const state = books.setAll(books.getInitialState({ open: true }), [villette, emma]);

/** The code of the error that a write throws, in a reducer and outside of one; the state has to stay as it is. */
function codesOf(write: (state: ReturnType<typeof books.getInitialState>) => unknown): unknown[] {
  const tries = [
    () => write(state),
    () =>
      createNextState(state, (draft) => {
        write(draft);
      }),
  ];
  return tries.map((attempt) => {
    try {
      attempt();
    } catch (error) {
      expect(state).toEqual({ open: true, ids: ['v', 'e'], entities: { v: villette, e: emma } });
      return isStatehouseError(error) ? error.code : error;
    }
    return 'nothing thrown';
  });
}

const toEntities = ['redux/entities-written', 'redux/entities-written'];
const toIds = ['redux/ids-written', 'redux/ids-written'];

test('writing through state.entities throws and says what to call', () => {
  expect(
    codesOf(({ entities }) => {
      entities.x = persuasion;
    }),
  ).toEqual(toEntities);
  expect(
    codesOf(({ entities }) => {
      delete entities.v;
    }),
  ).toEqual(toEntities);
  expect(codesOf(({ entities }) => Object.assign(entities, { v: persuasion }))).toEqual(toEntities);
  expect(codesOf(({ entities }) => Object.defineProperty(entities, 'x', { value: 1 }))).toEqual(toEntities);
  expect(() => Object.assign(state.entities, { x: persuasion })).toThrow(/updateOne/);
});

test('writing through state.ids throws and says what to call', () => {
  expect(codesOf(({ ids }) => ids.push('x'))).toEqual(toIds);
  expect(codesOf(({ ids }) => ids.sort())).toEqual(toIds);
  expect(codesOf(({ ids }) => ids.splice(0, 1))).toEqual(toIds);
  expect(
    codesOf(({ ids }) => {
      ids[0] = 'x';
    }),
  ).toEqual(toIds);
  expect(
    codesOf(({ ids }) => {
      ids.length = 0;
    }),
  ).toEqual(toIds);
});

test('an entity that was read cannot be written to, however deep', () => {
  const tagged = books.addOne(
    state,
    Object.freeze({ id: 't', title: 'T', tags: ['a'], shelf: Object.freeze({ place: { row: 1 } }) }),
  );
  const attempts = [
    (draft: typeof state) => Object.assign(draft.entities.v ?? {}, { title: 'changed' }),
    (draft: typeof state) => draft.entities.t?.tags?.push('b'),
    (draft: typeof state) => Object.assign(draft.entities.t?.shelf?.place ?? {}, { row: 2 }),
  ];
  for (const attempt of attempts) {
    expect(() =>
      createNextState(tagged, (draft) => {
        attempt(draft);
      }),
    ).toThrow(TypeError);
  }
  expect(tagged.entities.t).toMatchObject({ tags: ['a'], shelf: { place: { row: 1 } } });
});

test('Immer takes the views as they are', () => {
  createNextState({ state }, (draft) => {
    expect(isDraft(draft.state)).toBe(true);
    expect(draft.state.entities).toBe(state.entities);
    expect(draft.state.ids).toBe(state.ids);
    expect(draft.state.entities.v).toBe(state.entities.v);
  });
});

test('the list of ids is one frozen array, made once for all versions with the same ids', () => {
  const { selectIds } = books.getSelectors();
  const ids = selectIds(state);
  expect(Array.isArray(ids)).toBe(true);
  expect(Object.isFrozen(ids)).toBe(true);
  let changed = state;
  for (const title of ['1', '2', '3']) changed = books.updateOne(changed, { id: 'v', changes: { title } });
  expect(selectIds(changed)).toBe(ids);
});

test('a list of ids that nobody has read yet is made of the latest entities, and holds no others', () => {
  const listed: Book[] = [];
  const watched = createTableAdapter<Book, string>({
    selectId(book) {
      listed.push(book);
      return book.id;
    },
  });
  const before = watched.addOne(watched.getInitialState(), emma);
  const after = watched.updateOne(before, { id: 'e', changes: { author: 'Jane Austen' } });
  listed.length = 0;
  expect([...before.ids]).toEqual(['e']);
  expect(listed).toEqual([after.entities.e]);
});

test('ids like the names of what every object has are ids', () => {
  const odd = ['__proto__', 'constructor', 'toJSON', 'hasOwnProperty', 'then', 'length', '', '0'];
  const entities = odd.map((id) => ({ id, title: `about ${id}` }));
  const { selectById, selectAll } = books.getSelectors();
  expect(selectById(state, 'constructor')).toBeUndefined();
  expect('constructor' in state.entities).toBe(false);
  const all = books.addMany(books.getInitialState(), entities);
  expect([...all.ids]).toEqual(odd);
  expect(selectAll(all)).toEqual(entities);
  for (const entity of entities) {
    expect(selectById(all, entity.id)).toBe(entity);
    expect(Object.hasOwn(all.entities, entity.id)).toBe(true);
  }
  const saved: typeof all = JSON.parse(JSON.stringify(all));
  expect(Object.keys(saved.entities).sort()).toEqual(odd.toSorted());
  expect([...books.removeMany(saved, ['__proto__', '']).ids]).toEqual(odd.slice(1).filter((id) => id !== ''));
});

test('a number and its text are one id, which comes back as the entity has it', () => {
  const mixed = createTableAdapter<{ id: string | number }>();
  const numbers = mixed.addMany(mixed.getInitialState(), [{ id: 1 }, { id: '1' }, { id: 2 }]);
  expect([...numbers.ids]).toEqual([1, 2]);
  const texts = mixed.setOne(numbers, { id: '1' });
  expect([...texts.ids]).toEqual(['1', 2]);
  expect([...mixed.updateOne(texts, { id: 2, changes: { id: '2' } }).ids]).toEqual(['1', '2']);
  expect([...numbers.ids]).toEqual([1, 2]);
});

test('a console shows what a state holds', () => {
  expect(inspect(state)).toBe(inspect({ ids: ['v', 'e'], entities: { v: villette, e: emma }, open: true }));
});

test('a state of another adapter, or of ids put there by hand, is taken in as it stands', () => {
  const byLength = createTableAdapter<Book>({
    sortComparer: (a, b) => b.title.length - a.title.length,
  });
  expect([...byLength.addOne(state, persuasion).ids]).toEqual(['p', 'v', 'e']);
  const slice = createSlice({
    name: 'books',
    initialState: state,
    reducers: {
      turned(draft) {
        draft.ids = draft.ids.toReversed();
      },
      added: books.addOne,
    },
  });
  const turned = slice.reducer(state, slice.actions.turned());
  expect([...slice.reducer(turned, slice.actions.added(persuasion)).ids]).toEqual(['e', 'v', 'p']);
});
