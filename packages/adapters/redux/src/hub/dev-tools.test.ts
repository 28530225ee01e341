import { ActionCreators, instrument, type LiftedStore } from '@redux-devtools/instrument';
import { type Action, compose, configureStore } from '@reduxjs/toolkit';
import { createHub } from '@statehouse/hub';
import { expect, test, vi } from 'vitest';
import { joinHub } from './join-hub.ts';
import { handleOf } from './shown-enhancer.ts';
import { causesOf, notes, saw, wrote } from './testing/notes.ts';

/** Where the browser's extension leaves its part before any script of the page runs. */
const extension = vi.hoisted(() => {
  const page = { compose: (..._enhancers: unknown[]): unknown => undefined };
  const withOptions = () => page.compose;
  Reflect.set(globalThis, 'window', { __REDUX_DEVTOOLS_EXTENSION_COMPOSE__: withOptions });
  return page;
});

type Lifted = LiftedStore<unknown, Action<string>, null>;

function hasLifted<Store extends object>(store: Store): store is Store & { readonly liftedStore: Lifted } {
  return 'liftedStore' in store;
}

function notesWithDevTools() {
  extension.compose = (...enhancers) => Reflect.apply(compose, undefined, [...enhancers, instrument()]);
  const hub = createHub();
  const store = configureStore({ reducer: notes.reducer, devTools: true, enhancers: joinHub(hub, 'notes') });
  if (!hasLifted(store)) throw new Error('DevTools are not in the store');
  return { hub, store, lifted: store.liftedStore, entries: () => [...hub.journal.entries(2)] };
}

test('DevTools see every action, and the journal does', () => {
  const { store, lifted, entries } = notesWithDevTools();
  store.subscribe(() => {
    if (store.getState().seen === 0) store.dispatch(saw());
  });
  store.dispatch(wrote('one'));
  const { actionsById, stagedActionIds } = lifted.getState();
  const types = stagedActionIds.map((id) => actionsById[id]?.action.type);
  expect(types).toEqual(['@@INIT', 'notes/wrote', 'notes/saw']);
  expect(causesOf(entries())).toEqual(['wrote', 'saw < wrote']);
});

test('a state to which DevTools go is told as one that was put in, and the journal shows it', () => {
  const { hub, store, lifted, entries } = notesWithDevTools();
  store.dispatch(wrote('one'));
  store.dispatch(wrote('two'));
  const told = vi.fn();
  store.subscribe(told);
  lifted.dispatch(ActionCreators.jumpToState(1));
  expect([store.getState().texts, told.mock.calls.length]).toEqual([['one'], 1]);
  lifted.dispatch(ActionCreators.jumpToState(2));
  expect(entries().map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'action notes/wrote',
    'action notes/wrote',
    'restore outside',
    'restore outside',
  ]);
  hub.time.goTo(4);
  expect(store.getState().texts).toEqual(['one']);
});

test('DevTools that change no state are not told of, and those that do within a notification are not taken for its action', () => {
  const { store, lifted, entries } = notesWithDevTools();
  lifted.dispatch(ActionCreators.pauseRecording(false));
  expect(entries()).toEqual([]);
  store.dispatch(wrote('one'));
  const stop = store.subscribe(() => {
    stop();
    lifted.dispatch(ActionCreators.jumpToState(1));
  });
  store.dispatch(wrote('two'));
  expect(causesOf(entries())).toEqual(['wrote', 'wrote', 'outside < wrote']);
  expect(entries()[2]?.changes[0]?.input).toBeUndefined();
});

test('a state that the hub puts back stays when DevTools run all actions again', () => {
  const { store, lifted, hub } = notesWithDevTools();
  store.dispatch(wrote('one'));
  hub.checkpoints.save('good');
  store.dispatch(wrote('two'));
  hub.checkpoints.restore('good');
  store.dispatch(saw());
  lifted.dispatch(ActionCreators.toggleAction(2));
  expect(store.getState()).toEqual({ texts: ['one'], seen: 1 });
  expect(handleOf(store).getState()).toBe(store.getState());
});

test('the past that the hub shows is none of DevTools’ business', () => {
  const { store, lifted, hub } = notesWithDevTools();
  store.dispatch(wrote('one'));
  hub.time.goTo(1);
  store.dispatch(wrote('two'));
  expect(store.getState().texts).toEqual([]);
  expect(lifted.getState().computedStates.at(-1)?.state).toEqual({ texts: ['one', 'two'], seen: 0 });
});
