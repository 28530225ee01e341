import { describe, expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import type { Problem } from '../plugins/plugin.ts';
import { add, counterStore } from '../testing/counter-store.ts';
import { codesOf, twoCounters } from '../testing/two-counters.fixture.ts';

describe('errors', () => {
  test('a reducer that throws leaves the state as it was, and is written down with its input', () => {
    const { hub, one, ones } = twoCounters();
    const before = one.getState();
    expect(() => ones.dispatch({ type: 'fail' })).toThrowError('told to fail');
    expect(one.getState()).toBe(before);
    expect(hub.journal.entry(3)).toMatchObject({
      outcome: { kind: 'failed', error: new Error('told to fail') },
      changes: [{ store: 'one', input: { type: 'fail' } }],
    });
    one.dispatch(add(1));
    expect(hub.journal.entry(4)?.causeId).toBeUndefined();
  });

  test('can be held, and are told of', () => {
    const problems: Problem[] = [];
    const hub = createHub({ onProblem: (problem) => problems.push(problem) });
    const store = counterStore();
    hub.add('store', store, { whenFailed: 'hold' });
    store.dispatch({ type: 'fail' });
    expect(problems).toMatchObject([{ place: 'store', input: { type: 'fail' } }]);
  });

  test('can take a store back to its newest checkpoint', () => {
    const hub = createHub();
    const store = counterStore();
    const handle = hub.add('store', store, { whenFailed: 'checkpoint' });
    handle.dispatch(add(1));
    hub.checkpoints.save('good');
    handle.dispatch(add(1));
    handle.dispatch({ type: 'fail' });
    expect(store.getState()).toEqual({ value: 1 });
    expect(hub.journal.entry(hub.journal.lastId)).toMatchObject({ kind: 'restore' });
  });

  test('a listener that throws harms no other, and no change', () => {
    const { hub, one, problems } = twoCounters();
    const heard: number[] = [];
    hub.subscribe(() => {
      throw new Error('listener');
    });
    hub.subscribe(({ id }) => heard.push(id));
    one.dispatch(add(1));
    expect(heard).toEqual([3]);
    expect(codesOf(problems)).toEqual(['hub/listener-failed']);
  });

  test('one who is told of a change and throws does not undo it', () => {
    const { hub, one, two } = twoCounters();
    one.watch(() => {
      throw new Error('a view');
    });
    expect(() => one.dispatch(add(1))).toThrowError('a view');
    two.dispatch(add(1));
    expect([...hub.journal.entries(3)].map(({ outcome, causeId }) => [outcome.kind, causeId])).toEqual([
      ['applied', undefined],
      ['applied', undefined],
    ]);
  });
});
