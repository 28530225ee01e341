import { createHub } from '@statehouse/hub';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { createJSONStorage, devtools, persist, subscribeWithSelector } from 'zustand/middleware';
import { immer } from 'zustand/middleware/immer';
import { createStore } from 'zustand/vanilla';
import { onHub } from './on-hub.ts';
import { type Bears, bearsOnHub } from './testing/bears.ts';

interface Count {
  readonly count: number;
}

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

  test.each([
    ['inside', [1, 0, 2]],
    ['outside', [1, 2]],
  ] as const)(
    'subscribeWithSelector %s selects: from what is shown, or from the present',
    (place, expected) => {
      const hub = createHub();
      const initial = () => ({ count: 0 });
      const store =
        place === 'inside'
          ? createStore<Count>()(onHub(hub, 'count')(subscribeWithSelector(initial)))
          : createStore<Count>()(subscribeWithSelector(onHub(hub, 'count')(initial)));
      const counts: number[] = [];
      const plain = vi.fn();
      store.subscribe(plain);
      store.subscribe(
        ({ count }) => count,
        (count) => counts.push(count),
      );
      store.setState({ count: 1 });
      store.setState((state) => ({ ...state }));
      expect(plain).toHaveBeenCalledTimes(2);
      hub.time.goTo(1);
      store.setState({ count: 2 });
      expect([plain.mock.calls.length, store.getState().count]).toEqual([3, 0]);
      hub.time.resume();
      expect(counts).toEqual(expected);
    },
  );

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
