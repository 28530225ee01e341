import { combineReducers, configureStore, type Reducer, Tuple } from '@reduxjs/toolkit';
import { createHub, refuse, replaceWith } from '@statehouse/hub';
import { describe, expect, test, vi } from 'vitest';
import { createTableSlice } from '../slice/table-slice.ts';
import { tableStoreOptions } from '../store-options.ts';
import { createTableAdapter } from '../table-adapter.ts';
import { type Book, emma, persuasion, villette } from '../testing/books.ts';
import { joinHub } from './join-hub.ts';
import { handleOf } from './shown-enhancer.ts';
import { asked, notes, notesOnHub, saw, wrote } from './testing/notes.ts';

const codeOf = (code: string) => expect.objectContaining({ code });

describe('a dispatch', () => {
  test('is one entry with its action and the states before and after it, also where nothing changed', () => {
    const { store, entries } = notesOnHub();
    const before = store.getState();
    const action = wrote('one');
    expect(store.dispatch(action)).toBe(action);
    store.dispatch(asked());
    const [first, second] = entries();
    expect(first).toMatchObject({ kind: 'action', name: 'notes/wrote', origin: 'local' });
    expect(first?.changes[0]?.input).toBe(action);
    expect(first?.changes[0]?.states?.before).toBe(before);
    expect(second?.changes[0]?.states?.before).toBe(store.getState());
    expect(second?.changes[0]?.states?.after).toBe(store.getState());
  });

  test('says how long its reducer took', () => {
    let nowMs = 0;
    const hub = createHub();
    const reducer = (state = 0) => {
      nowMs += 7;
      return state + 1;
    };
    const stopwatch = { nowMs: () => nowMs };
    const store = configureStore({ reducer, enhancers: joinHub(hub, 'slow', { stopwatch }) });
    store.subscribe(() => {
      nowMs += 100;
    });
    store.dispatch({ type: 'go' });
    expect(hub.journal.entry(2)?.durationMs).toBe(7);
  });

  test('keeps the rules of Redux: no dispatch and no getState within a reducer, no action that is none', () => {
    const said: unknown[] = [];
    const rude: Reducer<number> = (state = 0, { type }) => {
      if (type !== 'rude') return state;
      for (const act of [
        () => store.dispatch({ type: 'x' }),
        () => store.getState(),
        () => store.subscribe(() => {}),
      ]) {
        try {
          act();
        } catch (error) {
          said.push(error instanceof Error ? error.message.slice(0, 30) : error);
        }
      }
      return state + 1;
    };
    const hub = createHub({
      plugins: [{ name: 'looks', beforeChange: ({ state }) => void said.push(state) }],
    });
    const store = configureStore({
      reducer: rude,
      middleware: () => new Tuple(),
      enhancers: joinHub(hub, 'rude'),
    });
    store.dispatch({ type: 'rude' });
    expect(said).toEqual([
      0,
      0,
      'Reducers may not dispatch acti',
      'You may not call store.getStat',
      'You may not call store.subscri',
    ]);
    expect(store.getState()).toBe(1);
    expect([...hub.journal.entries(2)].map(({ name, outcome }) => `${name} ${outcome.kind}`)).toEqual([
      'x failed',
      'rude applied',
    ]);
    expect(() => Reflect.apply(store.dispatch, undefined, ['text'])).toThrowError(/must be plain objects/);
    expect(() => Reflect.apply(store.dispatch, undefined, [{}])).toThrowError(codeOf('hub/no-type'));
  });

  test('goes through the hub as through the store, middleware included', () => {
    const { hub, store, handle, entries } = notesOnHub();
    handle.dispatch(wrote('after'));
    hub.dispatch('notes', saw());
    expect(entries().map(({ name }) => name)).toEqual(['notes/wrote', 'notes/saw', 'notes/saw']);
    expect(store.getState()).toEqual({ texts: ['after'], seen: 2 });
  });
});

describe('a reducer that throws', () => {
  test('leaves the state, is written down with its action, and is thrown on', () => {
    const { store, entries } = notesOnHub();
    const before = store.getState();
    expect(() => store.dispatch(wrote('fail'))).toThrowError('told to fail');
    expect(store.getState()).toBe(before);
    expect(entries()).toMatchObject([
      { name: 'notes/wrote', outcome: { kind: 'failed' }, changes: [{ input: wrote('fail') }] },
    ]);
    store.dispatch(wrote('one'));
    expect(entries()[1]).toMatchObject({ outcome: { kind: 'applied' }, causeId: undefined });
  });

  test('is held where that is the policy, and told of', () => {
    const { store, problems } = notesOnHub({ join: { whenFailed: 'hold' } });
    const action = wrote('fail');
    expect(store.dispatch(action)).toBe(action);
    expect(problems).toMatchObject([{ place: 'notes', input: action }]);
    store.dispatch(wrote('one'));
    expect(store.getState().texts).toEqual(['one']);
  });

  test('takes the store back to its checkpoint where that is the policy', () => {
    const { hub, store, entries } = notesOnHub({ join: { whenFailed: 'checkpoint' } });
    store.dispatch(wrote('good'));
    hub.checkpoints.save('good');
    const good = store.getState();
    store.dispatch(wrote('later'));
    store.dispatch(wrote('fail'));
    expect(store.getState()).toBe(good);
    expect(entries().at(-1)).toMatchObject({ kind: 'restore', origin: 'restored' });
    store.dispatch(saw());
    expect(store.getState()).toEqual({ texts: ['good'], seen: 1 });
  });

  test('a subscriber that throws does not undo the change', () => {
    const { store, entries } = notesOnHub({ join: { whenFailed: 'hold' } });
    const stop = store.subscribe(() => {
      throw new Error('a view');
    });
    expect(() => store.dispatch(wrote('one'))).toThrowError('a view');
    stop();
    store.dispatch(saw());
    expect(entries().map(({ outcome, causeId }) => [outcome.kind, causeId])).toEqual([
      ['applied', undefined],
      ['applied', undefined],
    ]);
  });
});

describe('plugins', () => {
  const rules = {
    name: 'rules',
    beforeChange({ input }: { readonly input: unknown }) {
      if (!wrote.match(input)) return undefined;
      return input.payload === '' ? refuse('nothing is written') : replaceWith(wrote(input.payload.trim()));
    },
  };

  test('replace an action before the reducer sees it, wherever it comes from', () => {
    const { store, entries } = notesOnHub({ hub: { plugins: [rules] } });
    const given = wrote(' one ');
    expect(store.dispatch(given)).toBe(given);
    store.dispatch((dispatch) => dispatch(wrote(' two ')));
    expect(store.getState().texts).toEqual(['one', 'two']);
    expect(entries()[0]?.changes[0]?.input).toEqual(wrote('one'));
  });

  test('refuse an action: it throws, nothing changes, and nobody is told', () => {
    const { store, entries } = notesOnHub({ hub: { plugins: [rules] } });
    const before = store.getState();
    const told = vi.fn();
    store.subscribe(told);
    expect(() => store.dispatch(wrote(''))).toThrowError(codeOf('hub/refused'));
    expect(store.getState()).toBe(before);
    expect(told).not.toHaveBeenCalled();
    expect(entries()).toMatchObject([{ outcome: { kind: 'refused', by: 'rules' } }]);
  });

  test('refuse an action without a word where the store says so, and nothing else is swallowed', () => {
    const { store, entries } = notesOnHub({ hub: { plugins: [rules] }, join: { whenRefused: 'ignore' } });
    const action = wrote('');
    expect(store.dispatch(action)).toBe(action);
    expect(store.getState().texts).toEqual([]);
    expect(entries()).toHaveLength(1);
    expect(() => store.dispatch(wrote('fail'))).toThrowError('told to fail');
    expect(() => Reflect.apply(store.dispatch, undefined, [{}])).toThrowError(codeOf('hub/no-type'));
  });
});

describe('a batch', () => {
  test('of several dispatches to two stores is one entry, and one notification for each', () => {
    const { hub, store, handle, entries } = notesOnHub();
    const other = configureStore({ reducer: notes.reducer, enhancers: joinHub(hub, 'other') });
    const told: string[] = [];
    store.subscribe(() => told.push(`notes ${store.getState().texts.length}`));
    other.subscribe(() => told.push(`other ${other.getState().texts.length}`));
    hub.batch('write', (send) => {
      send(handle, wrote('one'));
      send(handleOf(other), wrote('here'));
      send(handle, wrote('two'));
      send(handleOf(other), wrote('there'));
    });
    expect(told.toSorted()).toEqual(['notes 2', 'other 2']);
    expect(entries().slice(1)).toMatchObject([{ kind: 'batch', name: 'write' }]);
  });

  test('that fails is taken back, and a view is told once of what it sees then', () => {
    const { hub, store, handle } = notesOnHub();
    store.dispatch(wrote('good'));
    const seen: (readonly string[])[] = [];
    store.subscribe(() => seen.push(store.getState().texts));
    const write = () =>
      hub.batch('write', (send) => {
        send(handle, wrote('one'));
        send(handle, wrote('fail'));
      });
    expect(write).toThrowError(codeOf('hub/batch-failed'));
    expect(store.getState().texts).toEqual(['good']);
    expect(seen.at(-1)).toEqual(['good']);
  });

  test('takes no input that is no action', () => {
    const { hub, store, handle } = notesOnHub();
    const write = (input: unknown) =>
      hub.batch('write', (send) => {
        send(handle, wrote('one'));
        Reflect.apply(send, undefined, [handle, input]);
      });
    for (const input of [() => wrote('two'), undefined, {}, { type: 7 }])
      expect(() => write(input)).toThrowError(codeOf('hub/refused'));
    expect(store.getState().texts).toEqual([]);
  });
});

test('replacing the reducer is told, and what follows is made by the new one', () => {
  const hub = createHub({ journal: { maxEntries: 4 } });
  const count = (state = 0) => state + 1;
  const store = configureStore({ reducer: combineReducers({ count }), enhancers: joinHub(hub, 'app') });
  const seen: string[] = [];
  store.dispatch({ type: 'one' });
  store.replaceReducer(combineReducers({ count: (state = 0) => state + 10 }));
  for (const type of ['two', 'three', 'four', 'five', 'six', 'seven']) store.dispatch({ type });
  for (const { id, name } of hub.journal.entries(3)) {
    hub.time.goTo(id);
    seen.push(`${name} ${store.getState().count}`);
  }
  const [start = 0] = seen.map((line) => Number(line.split(' ')[1]));
  expect(seen).toEqual(
    ['replaceReducer', 'two', 'three', 'four', 'five', 'six', 'seven'].map(
      (name, at) => `${name} ${start + at * 10}`,
    ),
  );
  expect(hub.journal.entry(3)?.kind).toBe('restore');
});

test('a state can be put back after the reducer has been replaced', () => {
  const { hub, store } = notesOnHub();
  store.dispatch(wrote('good'));
  hub.checkpoints.save('good');
  const good = store.getState();
  store.replaceReducer(notes.reducer);
  store.dispatch(wrote('later'));
  hub.checkpoints.restore('good');
  expect(store.getState()).toBe(good);
});

test('table slices are made again from their actions, as far back as the journal reaches', () => {
  const books = createTableAdapter<Book>();
  const slice = createTableSlice({ name: 'shelf', adapter: books });
  const hub = createHub({ journal: { maxEntries: 2 } });
  const store = configureStore({
    reducer: slice.reducer,
    ...tableStoreOptions,
    enhancers: joinHub(hub, 'shelf'),
  });
  const { addOne, addMany, updateOne, removeOne } = slice.actions;
  const ids: unknown[] = [[]];
  store.subscribe(() => ids.push([...store.getState().ids]));
  for (const action of [
    addOne(emma),
    addMany([villette, persuasion]),
    updateOne({ id: 'e', changes: { title: 'E' } }),
    removeOne('v'),
  ])
    store.dispatch(action);
  const now = ids.slice();
  const past = [1, 2, 3, 4, 5].map((id) => {
    hub.time.goTo(id);
    return [...store.getState().ids];
  });
  expect(past).toEqual(now);
  expect(now).toHaveLength(5);
});
