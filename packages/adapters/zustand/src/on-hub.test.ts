import { createHub, type Problem, refuse, replaceWith } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { onHub } from './on-hub.ts';
import type { SetInput } from './set-input.ts';
import { bearsOnHub } from './testing/bears.ts';

interface Count {
  readonly count: number;
}

/** A change that throws when it is merged. */
const unreadable: SetInput<Count> = {
  name: 'unreadable',
  partial: {
    get count(): number {
      throw new Error('no count');
    },
  },
  replace: false,
};

const plus = (count: number): SetInput<Count> => ({
  name: `to ${count}`,
  partial: { count },
  replace: false,
});

describe('a zustand store on the hub', () => {
  runStoreConformance<unknown, unknown>(
    {
      create() {
        const hub = createHub();
        const store = createStore<Count>()(onHub(hub, 'count')(() => ({ count: 0 })));
        return {
          // The suite brings a gate of its own.
          store: hub.store('count'),
          inputs: [plus(1), plus(2), plus(3)],
          failing: unreadable,
          describe: (state) => JSON.stringify(state),
          read: store.getState,
          watch: store.subscribe,
        };
      },
    },
    { test },
  );

  test('journals each set under its name, with the states by reference', () => {
    const { hub, store } = bearsOnHub();
    const before = store.getState();
    store.getState().arrive(2);
    store.setState({ honey: [] }, false, { type: 'storm' });
    store.setState({ bears: 0 });
    const [, arrived, storm, unnamed] = [...hub.journal.entries()];
    expect([arrived?.name, storm?.name, unnamed?.name]).toEqual(['bears/arrive', 'storm', 'set']);
    expect(arrived).toMatchObject({
      kind: 'write',
      changes: [{ input: { partial: { bears: 2 }, replace: false } }],
    });
    expect(arrived?.changes[0]?.states?.before).toBe(before);
    expect(unnamed?.changes[0]?.states?.after).toBe(store.getState());
  });

  test('plugins refuse a set, or put another in its place, whoever makes it', () => {
    const { store } = bearsOnHub({
      plugins: [
        {
          name: 'forester',
          beforeChange({ name, input }) {
            if (name === 'flood') return refuse('bears do not swim');
            return name === 'bears/arrive'
              ? replaceWith({ ...Object(input), partial: { bears: 1 } })
              : undefined;
          },
        },
      ],
    });
    expect(() => store.setState({ bears: 0 }, false, 'flood')).toThrowError(
      expect.objectContaining({ code: 'hub/refused' }),
    );
    store.getState().arrive(100);
    expect(store.getState().bears).toBe(1);
  });

  test('a function that throws leaves the state, is written down, and follows the policy', () => {
    const problems: Problem[] = [];
    const hub = createHub({ onProblem: (problem) => problems.push(problem) });
    const create = (name: string, whenFailed: 'hold' | 'rethrow') =>
      createStore<Count>()(onHub(hub, name, { whenFailed })(() => ({ count: 0 })));
    const fail = (): Count => {
      throw new Error('no count');
    };
    const [held, loud] = [create('held', 'hold'), create('loud', 'rethrow')];
    held.setState(fail, false, 'recount');
    expect(() => loud.setState(fail)).toThrowError('no count');
    expect([held.getState(), loud.getState()]).toEqual([{ count: 0 }, { count: 0 }]);
    expect(problems.map(({ place }) => place)).toEqual(['held']);
    const failed = [...hub.journal.entries()].filter(({ outcome }) => outcome.kind === 'failed');
    expect(failed.map(({ name }) => name)).toEqual(['recount', 'set']);
  });

  test('a set that changes nothing is nothing, which nobody is asked about', () => {
    const beforeChange = vi.fn(() => undefined);
    const { hub, store } = bearsOnHub({ plugins: [{ name: 'ask', beforeChange }] });
    const { lastId } = hub.journal;
    store.setState((state) => state);
    expect([hub.journal.lastId, beforeChange.mock.calls]).toEqual([lastId, []]);
  });

  test('the whole state can be replaced, as in zustand', () => {
    const hub = createHub();
    const store = createStore<Partial<Count>>()(onHub(hub, 'count')(() => ({ count: 1 })));
    store.setState({}, true, 'clear');
    expect(store.getState()).toEqual({});
    store.setState({ count: 2 });
    expect(hub.time.stateAt('count', hub.journal.lastId - 1)).toEqual({ state: {} });
  });

  test('shows the past to who reads and listens, while actions read and set the present', () => {
    const { hub, store } = bearsOnHub();
    const seen: unknown[] = [];
    store.subscribe((state, previous) => seen.push([previous.bears, state.bears]));
    store.getState().arrive(2);
    hub.time.back();
    expect(store.getState().bears).toBe(0);
    store.getState().arrive(3);
    expect(store.getState().bears).toBe(0);
    expect(store.hub.getState().bears).toBe(5);
    hub.time.resume();
    expect(store.getState().bears).toBe(5);
    expect(seen).toEqual([
      [0, 2],
      [2, 0],
      [0, 5],
    ]);
  });

  test('is changed through the hub, in batches with one notification, and undone with them', () => {
    const { hub, store } = bearsOnHub();
    const told = vi.fn();
    store.subscribe(told);
    hub.batch('two', (send) => {
      send(store.hub, { name: 'one', partial: { bears: 1 }, replace: false });
      send(store.hub, { name: 'two', partial: { bears: 2 }, replace: false });
    });
    expect(told).toHaveBeenCalledTimes(1);
    store.hub.dispatch({ name: 'three', partial: { bears: 3 }, replace: false });
    expect(store.getState().bears).toBe(3);
    expect([...hub.journal.entries(2)].map(({ name }) => name)).toEqual(['two', 'three']);
  });

  test('a state from a disk, which has no functions, keeps those that there are', () => {
    const { hub, store } = bearsOnHub();
    const { arrive } = store.getState();
    hub.store('bears').restore?.({ bears: 7, honey: [] });
    store.getState().arrive(1);
    expect(store.getState()).toMatchObject({ bears: 8, honey: [], arrive });
  });

  test('has left when it leaves, and goes on as it was', () => {
    const { hub, store } = bearsOnHub();
    store.hub.leave();
    store.getState().arrive(1);
    expect([hub.storeNames, store.getState().bears]).toEqual([[], 1]);
    expect(hub.journal.lastId).toBe(2);
  });

  test('two stores of one name are refused', () => {
    const hub = createHub();
    const create = () => createStore<Count>()(onHub(hub, 'count')(() => ({ count: 0 })));
    create();
    expect(create).toThrowError(expect.objectContaining({ code: 'hub/duplicate-store' }));
  });
});
