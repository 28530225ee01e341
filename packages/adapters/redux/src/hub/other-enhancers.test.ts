import {
  applyMiddleware,
  compose,
  configureStore,
  createStore,
  type Middleware,
  prepareAutoBatched,
  type StoreEnhancer,
  Tuple,
} from '@reduxjs/toolkit';
import { createHub } from '@statehouse/hub';
import { describe, expect, test, vi } from 'vitest';
import { joinHub } from './join-hub.ts';
import { handleOf } from './shown-enhancer.ts';
import { notes, wrote } from './testing/notes.ts';

const codeOf = (code: string) => expect.objectContaining({ code });

describe('other enhancers', () => {
  test('notifications that Redux Toolkit puts off come when they would, and in the past not at all', () => {
    const hub = createHub();
    let notify = () => {};
    const queueNotification = (then: () => void) => {
      notify = then;
    };
    const store = configureStore({
      reducer: notes.reducer,
      enhancers: (defaults) =>
        joinHub(hub, 'notes')(() => defaults({ autoBatch: { type: 'callback', queueNotification } })),
    });
    const told = vi.fn();
    store.subscribe(told);
    const putOff = { ...prepareAutoBatched<string>()('later'), type: wrote.type };
    store.dispatch(putOff);
    expect([store.getState().texts, told.mock.calls.length]).toEqual([['later'], 0]);
    notify();
    expect(told).toHaveBeenCalledTimes(1);
    hub.batch('later', (send) => send(handleOf(store), putOff));
    expect(told).toHaveBeenCalledTimes(1);
    notify();
    expect(told).toHaveBeenCalledTimes(2);
    hub.time.goTo(1);
    store.dispatch(putOff);
    notify();
    expect([store.getState().texts, told.mock.calls.length]).toEqual([[], 3]);
    hub.time.resume();
    expect([store.getState().texts.length, told.mock.calls.length]).toEqual([3, 4]);
  });

  test('of one’s own stand in between, and keep what they add to the store', () => {
    const hub = createHub();
    const named: StoreEnhancer<{ name: string }> = (createStore) => (reducer, preloaded) => ({
      ...createStore(reducer, preloaded),
      name: 'my notes',
    });
    const store = configureStore({
      reducer: notes.reducer,
      enhancers: (defaults) => joinHub(hub, 'notes')(() => defaults().concat(named)),
    });
    store.dispatch((dispatch) => dispatch(wrote('one')));
    expect([store.name, hub.journal.lastId]).toEqual(['my notes', 2]);
  });

  test('may be composed by hand, for createStore', () => {
    const hub = createHub();
    const twice: Middleware = () => (next) => (action) => [next(action), next(action)];
    const enhancer: StoreEnhancer = compose(
      ...joinHub(hub, 'notes')(() => new Tuple(applyMiddleware(twice))),
    );
    const store = createStore(notes.reducer, enhancer);
    store.dispatch(wrote('one'));
    expect([store.getState().texts, hub.journal.lastId]).toEqual([['one', 'one'], 3]);
  });

  test('one that does not pass its store on is named as what it is', () => {
    const deaf: StoreEnhancer = (createStore) => (reducer, preloaded) => {
      const store = createStore(reducer, preloaded);
      for (const unknown of Object.getOwnPropertySymbols(store)) Reflect.deleteProperty(store, unknown);
      return store;
    };
    const make = () =>
      configureStore({
        reducer: notes.reducer,
        enhancers: (defaults) => joinHub(createHub(), 'notes')(() => defaults().concat(deaf)),
      });
    expect(make).toThrowError(codeOf('redux/not-innermost'));
  });

  test('a store that is on no hub has no handle', () => {
    expect(() => handleOf(configureStore({ reducer: notes.reducer }))).toThrowError(
      codeOf('redux/not-on-hub'),
    );
  });
});
