import { createAsyncThunk } from '@reduxjs/toolkit';
import { createPlainStore } from '@statehouse/hub';
import { describe, expect, test } from 'vitest';
import { asked, causesOf, notesOnHub, saw, wrote } from './testing/notes.ts';

const fetchNote = createAsyncThunk('fetch', async (text: string) => {
  if (text === 'fail') throw new Error('the network is down');
  return text;
});

describe.for([{ follows: false }, { follows: true }])(
  'causes, with middleware that follows them: %o',
  (options) => {
    test('what a subscriber dispatches comes of what it was told, with the states between', () => {
      const { store, entries } = notesOnHub(options);
      store.subscribe(() => {
        if (store.getState().seen === 0) store.dispatch(saw());
      });
      store.dispatch(wrote('one'));
      store.dispatch(asked());
      expect(causesOf(entries())).toEqual(['wrote', 'saw < wrote', 'asked']);
      const [first, second, third] = entries().map(({ changes }) => changes[0]?.states);
      expect(first).toMatchObject({ before: { texts: [], seen: 0 }, after: { texts: ['one'], seen: 0 } });
      expect(second?.before).toBe(first?.after);
      expect(third?.before).toBe(second?.after);
      expect(third?.after).toBe(store.getState());
    });

    test('what middleware dispatches before an action does not come of it, and what it dispatches after it does', () => {
      const { store, entries } = notesOnHub(options);
      store.dispatch(wrote('before'));
      store.dispatch(wrote('after'));
      store.dispatch(asked());
      expect(causesOf(entries())).toEqual(['saw', 'wrote', 'wrote', 'saw < wrote', 'asked']);
      expect(entries()[3]?.causeId).toBe(entries()[2]?.id);
    });

    test('what a listener of the middleware dispatches at once comes of the action that it heard', async () => {
      const { store, entries, listeners } = notesOnHub(options);
      listeners.startListening({
        actionCreator: wrote,
        effect: async (_action, api) => {
          api.dispatch(saw());
          await Promise.resolve();
          api.dispatch(asked());
        },
      });
      store.dispatch(wrote('one'));
      await new Promise((resolve) => setTimeout(resolve));
      expect(causesOf(entries())).toEqual(['wrote', 'saw < wrote', 'asked']);
    });

    test('what a thunk dispatches stands side by side', () => {
      const { store, entries } = notesOnHub(options);
      store.dispatch((dispatch) => {
        dispatch(wrote('one'));
        dispatch(wrote('two'));
      });
      expect(causesOf(entries())).toEqual(['wrote', 'wrote']);
    });

    test('a thunk that a subscriber dispatches comes of what that was told', () => {
      const { store, entries } = notesOnHub(options);
      const stop = store.subscribe(() => {
        stop();
        store.dispatch((dispatch) => {
          dispatch(saw());
          dispatch(asked());
        });
      });
      store.dispatch(wrote('one'));
      expect(causesOf(entries())).toEqual(['wrote', 'saw < wrote', 'asked < wrote']);
    });

    test('the end of a request comes of its beginning, however much happened between', async () => {
      const { store, entries } = notesOnHub(options);
      const [good, bad] = [store.dispatch(fetchNote('one')), store.dispatch(fetchNote('fail'))];
      store.dispatch(asked());
      await Promise.all([good, bad]);
      expect(causesOf(entries())).toEqual([
        'fetch/pending',
        'fetch/pending',
        'asked',
        'fetch/fulfilled < fetch/pending',
        'fetch/rejected < fetch/pending',
      ]);
      const [first, second, , fulfilled, rejected] = entries();
      expect([fulfilled?.causeId, rejected?.causeId]).toEqual([first?.id, second?.id]);
    });

    test('a request that began in a batch comes of the batch, and is over with its first end', () => {
      const { hub, handle, store, entries } = notesOnHub(options);
      hub.batch('begin', (send) => send(handle, fetchNote.pending('request 1', 'one')));
      store.dispatch(fetchNote.fulfilled('one', 'request 1', 'one'));
      store.dispatch(fetchNote.fulfilled('one', 'request 1', 'one'));
      expect(causesOf(entries())).toEqual(['begin', 'fetch/fulfilled < begin', 'fetch/fulfilled']);
    });

    test('what is dispatched in the middle of a notification comes of what that tells', () => {
      const { dispatchFromWithin, store, entries } = notesOnHub(options);
      store.subscribe(() => {
        if (store.getState().seen === 1 && entries().length === 2) dispatchFromWithin(asked());
      });
      store.dispatch(wrote('after'));
      expect(causesOf(entries())).toEqual(['wrote', 'saw < wrote', 'asked < saw']);
    });

    test('stores of other kinds are in the same line of causes', () => {
      const { hub, handle, store, entries } = notesOnHub(options);
      const count = hub.add('count', createPlainStore({ initial: 0, reduce: (sum, by: number) => sum + by }));
      hub.react(handle, ({ texts }) => texts.length > 0 && count.getState() === 0 && count.dispatch(1));
      hub.react(count, () => store.dispatch(saw()));
      store.dispatch(wrote('one'));
      expect(causesOf(entries().slice(1))).toEqual(['wrote', 'input < wrote', 'saw < input']);
    });
  },
);

test('inside of a thunk, what middleware dispatches after an action has a cause only where it is followed', () => {
  for (const follows of [false, true]) {
    const { store, entries } = notesOnHub({ follows });
    store.dispatch((dispatch) => {
      dispatch(wrote('after'));
      dispatch(asked());
    });
    expect(causesOf(entries())).toEqual(['wrote', follows ? 'saw < wrote' : 'saw', 'asked']);
  }
});

test('what follows an answer that middleware heard comes of the answer', async () => {
  const { store, entries, listeners } = notesOnHub({ follows: true });
  listeners.startListening({
    actionCreator: fetchNote.fulfilled,
    effect: (_action, api) => void api.dispatch((dispatch) => dispatch(saw())),
  });
  await store.dispatch(fetchNote('one'));
  expect(causesOf(entries())).toEqual([
    'fetch/pending',
    'fetch/fulfilled < fetch/pending',
    'saw < fetch/fulfilled',
  ]);
});
