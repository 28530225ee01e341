import { createHub, type Problem, refuse, replaceWith } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { createJSONStorage, devtools, persist, subscribeWithSelector } from 'zustand/middleware';
import { immer } from 'zustand/middleware/immer';
import { createStore } from 'zustand/vanilla';
import { onHub } from './on-hub.ts';
import type { SetInput } from './set-input.ts';
import { type Bears, bearsOnHub } from './testing/bears.ts';

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

/** A storage in memory, as `persist` wants one. */
function storage(kept = new Map<string, string>()) {
  return createJSONStorage<Count>(() => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }));
}

describe('beside other middlewares', () => {
  test('immer inside writes into drafts, and the journal has the result', () => {
    const hub = createHub();
    const store = createStore<Bears>()(
      onHub(
        hub,
        'bears',
      )(
        immer((set) => ({
          bears: 0,
          honey: ['clover'],
          arrive: (count) =>
            set(
              (draft) => {
                draft.bears += count;
                draft.honey.push('heather');
              },
              false,
              'bears/arrive',
            ),
          eat: () => {},
        })),
      ),
    );
    store.getState().arrive(2);
    expect(store.getState()).toMatchObject({ bears: 2, honey: ['clover', 'heather'] });
    expect([...hub.journal.entries()].at(-1)?.name).toBe('bears/arrive');
  });

  test('immer outside is told of, because what its drafts become cannot be asked about', () => {
    const hub = createHub();
    const store = createStore<{ count: number; add: () => void }>()(
      immer(
        onHub(
          hub,
          'count',
        )((set) => ({
          count: 0,
          add: () =>
            // @ts-expect-error: the types refuse it as well
            set((draft) => {
              draft.count += 1;
            }),
        })),
      ),
    );
    expect(() => store.getState().add()).toThrowError(expect.objectContaining({ code: 'zustand/drafts' }));
  });

  test('subscribeWithSelector selects from what is shown, inside and outside', () => {
    const hub = createHub();
    const inside = createStore<Count>()(onHub(hub, 'inside')(subscribeWithSelector(() => ({ count: 0 }))));
    const outside = createStore<Count>()(subscribeWithSelector(onHub(hub, 'outside')(() => ({ count: 0 }))));
    for (const store of [inside, outside]) {
      const counts: number[] = [];
      const plain = vi.fn();
      store.subscribe(plain);
      store.subscribe(
        ({ count }) => count,
        (count) => counts.push(count),
      );
      store.setState({ count: 1 });
      store.setState((state) => ({ ...state }));
      expect([counts, plain.mock.calls.length]).toEqual([[1], 2]);
    }
  });

  test.each(['inside', 'outside'] as const)(
    'persist %s keeps what is set, and what comes back is journalled',
    (place) => {
      const kept = new Map([['count', JSON.stringify({ state: { count: 41 }, version: 0 })]]);
      const hub = createHub();
      const options = { name: 'count', storage: storage(kept) };
      const store =
        place === 'inside'
          ? createStore<Count>()(onHub(hub, 'count')(persist(() => ({ count: 0 }), options)))
          : createStore<Count>()(
              persist(
                onHub(hub, 'count')(() => ({ count: 0 })),
                options,
              ),
            );
      expect(store.getState().count).toBe(41);
      const came = [...hub.journal.entries()].flatMap(({ changes }) => changes).map(({ states }) => states);
      expect(came).toEqual(
        place === 'inside'
          ? // It came back before there was a store to put on the hub.
            [{ before: undefined, after: { count: 41 } }]
          : [
              { before: undefined, after: { count: 0 } },
              { before: { count: 0 }, after: { count: 41 } },
            ],
      );
      store.setState(({ count }) => ({ count: count + 1 }), false, 'one more');
      expect(kept.get('count')).toContain('"count":42');
      expect(hub.time.stateAt('count', hub.journal.lastId)).toEqual({ state: { count: 42 } });
      kept.set('count', JSON.stringify({ state: { count: 7 }, version: 0 }));
      void store.persist.rehydrate();
      expect(store.getState().count).toBe(7);
      expect(hub.time.stateAt('count', hub.journal.lastId)).toEqual({ state: { count: 7 } });
      hub.time.goTo(1);
      store.setState(({ count }) => ({ count: count + 1 }));
      // What is shown is the past; what is kept is the present.
      expect(store.getState().count).not.toBe(8);
      expect(kept.get('count')).toContain('"count":8');
    },
  );

  test.each(['inside', 'outside'] as const)(
    'devtools %s hear of each set by its name, and travel by themselves',
    (place) => {
      const sent: unknown[] = [];
      let tell = (_message: unknown): void => {};
      const connection = {
        init: () => {},
        send: (action: unknown, state: unknown) => sent.push([action, state]),
        subscribe(listener: (message: unknown) => void) {
          tell = listener;
          return () => {};
        },
      };
      vi.stubGlobal('window', { __REDUX_DEVTOOLS_EXTENSION__: { connect: () => connection } });
      const hub = createHub();
      const options = { name: 'count', enabled: true };
      const store =
        place === 'inside'
          ? createStore<Count>()(onHub(hub, 'count')(devtools(() => ({ count: 0 }), options)))
          : createStore<Count>()(
              devtools(
                onHub(hub, 'count')(() => ({ count: 0 })),
                options,
              ),
            );
      store.setState({ count: 1 }, false, 'one');
      expect(sent).toEqual([[{ type: 'one' }, { count: 1 }]]);
      tell({ type: 'DISPATCH', payload: { type: 'JUMP_TO_STATE' }, state: '{"count":0}' });
      expect(store.getState()).toEqual({ count: 0 });
      const last = [...hub.journal.entries()].at(-1);
      expect([last?.kind, hub.time.stateAt('count', hub.journal.lastId)]).toEqual([
        place === 'inside' ? 'write' : 'restore',
        { state: { count: 0 } },
      ]);
      vi.unstubAllGlobals();
    },
  );

  test('types: names where zustand has them, and the hub on the store', () => {
    const { store } = bearsOnHub();
    expectTypeOf(store.hub.getState()).toEqualTypeOf<Bears>();
    expectTypeOf(store.setState).toBeCallableWith({ bears: 1 }, false, 'name');
    expectTypeOf(store.setState).toBeCallableWith({ bears: 1 });
    const all = () =>
      createStore<Count>()(
        devtools(
          subscribeWithSelector(
            persist(
              onHub(
                createHub(),
                'all',
              )(immer((set) => ({ count: 0, add: () => set({ count: 1 }, false, 'x') }))),
              {
                name: 'all',
              },
            ),
          ),
        ),
      );
    expectTypeOf<ReturnType<typeof all>['hub']['name']>().toEqualTypeOf<string>();
    expectTypeOf<ReturnType<typeof all>['getState']>().returns.toEqualTypeOf<Count>();
    // @ts-expect-error: a partial state does not replace a whole one
    const wrong = () => store.setState({ bears: 1 }, true);
    expectTypeOf(wrong).toBeFunction();
  });
});
