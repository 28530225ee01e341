import { configureStore, type EnhancedStore, type ThunkDispatch, type UnknownAction } from '@reduxjs/toolkit';
import { createHub } from '@statehouse/hub';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { joinHub } from './join-hub.ts';
import { handleOf } from './shown-enhancer.ts';
import { causesOf, notes, notesOnHub, saw, wrote } from './testing/notes.ts';

describe('while the past is shown', () => {
  function inThePast() {
    const made = notesOnHub();
    made.store.dispatch(wrote('one'));
    made.store.dispatch(wrote('two'));
    made.hub.time.goTo(2);
    const told = vi.fn();
    made.store.subscribe(told);
    return { ...made, told, texts: () => made.store.getState().texts };
  }

  test('views see it, what they dispatch is done underneath, and the present comes with one notification', () => {
    const { hub, store, handle, told, texts } = inThePast();
    store.dispatch(wrote('three'));
    store.dispatch(wrote('four'));
    expect([texts(), told.mock.calls.length]).toEqual([['one'], 0]);
    expect(handle.getState().texts).toEqual(['one', 'two', 'three', 'four']);
    hub.time.resume();
    expect([texts(), told.mock.calls.length]).toEqual([['one', 'two', 'three', 'four'], 1]);
  });

  test('thunks, listeners and other middleware see the present', () => {
    const { store, listeners, texts } = inThePast();
    const seen: unknown[] = [];
    listeners.startListening({
      actionCreator: wrote,
      effect: (_action, api) => void seen.push(api.getState(), api.getOriginalState()),
    });
    store.dispatch((dispatch, getState) => {
      seen.push(getState().texts);
      dispatch(wrote('three'));
      seen.push(getState().texts);
    });
    expect(seen).toEqual([
      ['one', 'two'],
      { texts: ['one', 'two', 'three'], seen: 0 },
      { texts: ['one', 'two'], seen: 0 },
      ['one', 'two', 'three'],
    ]);
    expect(texts()).toEqual(['one']);
  });

  test('a reducer that throws and a plugin that refuses do so as ever', () => {
    const { hub, store, texts } = inThePast();
    hub.plugins.add({ name: 'shut', beforeChange: () => ({ kind: 'refuse', reason: 'shut' }) });
    expect(() => store.dispatch(wrote('three'))).toThrowError(/shut/);
    expect(texts()).toEqual(['one']);
  });

  test('who observes the store sees what is shown', () => {
    const { hub, store } = inThePast();
    const seen: unknown[] = [];
    const key = Symbol.observable ?? '@@observable';
    const observable: unknown = Reflect.get(store, key).call(store);
    const subscribe: unknown = Reflect.get(Object(observable), 'subscribe');
    if (typeof subscribe !== 'function') throw new Error('The store is not observable');
    const { unsubscribe } = subscribe({ next: ({ texts }: { texts: unknown }) => seen.push(texts) });
    store.dispatch(wrote('three'));
    hub.time.resume();
    unsubscribe();
    store.dispatch(saw());
    expect(seen).toEqual([['one'], ['one', 'two', 'three']]);
    expect(Reflect.get(Object(observable), key).call(observable)).toBe(observable);
  });

  test('one that stopped listening is not told of the present', () => {
    const { hub, store } = inThePast();
    const told = vi.fn();
    store.subscribe(told)();
    hub.time.resume();
    expect(told).not.toHaveBeenCalled();
  });

  test('a batch of another hub’s making waits for nobody', () => {
    const { hub, handle, texts } = inThePast();
    expect(() => hub.batch('write', (send) => send(handle, wrote('three')))).toThrowError(
      expect.objectContaining({ code: 'hub/read-only-past' }),
    );
    expect(texts()).toEqual(['one']);
  });
});

test('a store that has left the hub goes on alone', () => {
  const { hub, store, handle, entries } = notesOnHub();
  store.dispatch(wrote('one'));
  handle.leave();
  store.dispatch(wrote('two'));
  expect(store.getState().texts).toEqual(['one', 'two']);
  expect(causesOf(entries())).toEqual(['wrote', 'notes']);
  expect(hub.storeNames).toEqual([]);
});

test('types are those of the store without a hub', () => {
  const hub = createHub();
  type State = ReturnType<typeof notes.reducer>;
  const plain = configureStore({ reducer: notes.reducer, enhancers: joinHub(hub, 'plain'), devTools: false });
  expectTypeOf(plain.getState()).toEqualTypeOf<State>();
  expectTypeOf(plain.dispatch).toExtend<ThunkDispatch<State, undefined, UnknownAction>>();
  expectTypeOf(plain.dispatch(async () => 7)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(handleOf(plain).getState()).toEqualTypeOf<State>();
  expectTypeOf(plain).toExtend<EnhancedStore<State>>();

  const withArgument = configureStore({
    reducer: { notes: notes.reducer },
    middleware: (defaults) => defaults({ thunk: { extraArgument: 7 } }),
    devTools: true,
    enhancers: joinHub(hub, 'with argument'),
  });
  expectTypeOf(withArgument.getState()).toEqualTypeOf<{ notes: State }>();
  const extra = withArgument.dispatch((_dispatch, _getState, argument) => argument);
  expectTypeOf(extra).toEqualTypeOf<number>();
  expect(extra).toBe(7);
});
