import { createPlainStore } from '@statehouse/hub';
import { expect, test } from 'vitest';
import type { Difference } from '../patch/patch.ts';
import { StoreBinding } from './store-binding.ts';

interface State {
  readonly shown: string;
  readonly seen: number;
  readonly own: number;
}

function bound() {
  const store = createPlainStore<State, Partial<State>>({
    initial: { shown: '', seen: 0, own: 0 },
    reduce: (state, change) => ({ ...state, ...change }),
    nameOf: () => 'change',
  });
  const changes: (readonly Difference[])[] = [];
  const binding = new StoreBinding(store, ['shown', 'seen'], (differences) => changes.push(differences));
  return { store, binding, changes };
}

test('what is put into a store is nobody’s change, and what is changed in it is one', () => {
  const { store, binding, changes } = bound();
  store.dispatch({ shown: 'before anybody listened' });
  binding.listen();
  binding.listen();
  binding.show({ shown: 'theirs', seen: 1 });
  store.dispatch({ own: 1 });
  expect(changes).toEqual([]);
  store.dispatch({ shown: 'mine' });
  expect(changes).toEqual([[{ path: ['shown'], kind: 'set', value: 'mine' }]]);
  binding.stop();
  store.dispatch({ shown: 'unheard' });
  expect(changes).toHaveLength(1);
});

test('what somebody changes because of what was put in is a change', () => {
  const { store, binding, changes } = bound();
  binding.listen();
  store.subscribe(({ kind }) => {
    if (kind === 'restore') store.dispatch({ seen: store.getState().seen + 1 });
  });
  binding.show({ shown: 'theirs', seen: 4 });
  expect(changes).toEqual([[{ path: ['seen'], kind: 'set', value: 5 }]]);
  expect(binding.parts).toEqual({ shown: 'theirs', seen: 5 });
});
