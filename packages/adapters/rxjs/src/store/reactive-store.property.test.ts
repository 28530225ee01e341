import { createHub, refuse } from '@statehouse/hub';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReactiveStore } from './reactive-store.ts';

type Action = { readonly type: 'add' | 'fail' | 'refused'; readonly amount: number };

const action: fc.Arbitrary<Action> = fc.record({
  type: fc.constantFrom('add', 'add', 'add', 'fail', 'refused'),
  amount: fc.integer({ min: 0, max: 3 }),
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('dispatch'), actions: fc.tuple(action) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('batch'), actions: fc.array(action, { maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('back'), actions: fc.constant([]) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume'), actions: fc.constant([]) }) },
);

/** A list of numbers on the hub, with everything that it tells. */
function numbersOnHub() {
  const store = createReactiveStore<readonly number[], Action>({
    initial: [],
    reduce(state, { type, amount }) {
      if (type === 'fail') throw new Error('told to fail');
      return amount === 0 ? state : [...state, amount];
    },
  });
  const hub = createHub({
    plugins: [
      { name: 'gate', beforeChange: ({ name }) => (name === 'refused' ? refuse('told to be') : undefined) },
    ],
  });
  const told = {
    shown: [] as (readonly number[])[],
    present: [] as (readonly number[])[],
    sums: [] as number[],
    actions: [] as Action[],
  };
  store.state$.subscribe((state) => told.shown.push(state));
  store.present$.subscribe((state) => told.present.push(state));
  store
    .select((state) => state.reduce((sum, amount) => sum + amount, 0))
    .subscribe((sum) => told.sums.push(sum));
  store.actions$.subscribe((applied) => told.actions.push(applied));
  return { hub, store, handle: hub.add('numbers', store), told };
}

/** Nothing is told that was told right before. */
function expectNoRepeats(told: readonly unknown[]): void {
  expect(told.filter((value, at) => at > 0 && Object.is(value, told[at - 1]))).toEqual([]);
}

test('whatever is dispatched, refused, batched or shown: every stream has exactly what happened', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
      const { hub, store, handle, told } = numbersOnHub();
      let expected: readonly number[] = [];
      let applied: readonly Action[] = [];
      for (const { kind, actions } of steps) {
        if (kind === 'back') hub.time.back();
        else if (kind === 'resume') hub.time.resume();
        else {
          const isGood = actions.every(({ type }) => type === 'add');
          attempt(() => {
            if (kind === 'dispatch') for (const each of actions) store.dispatch(each);
            else
              hub.batch('batch', (send) => {
                for (const each of actions) send(handle, each);
              });
          });
          // Through the hub nothing is changed while it shows the past.
          const isDone = isGood && (kind === 'dispatch' || hub.time.shown.kind === 'live');
          if (isDone) {
            expected = [...expected, ...actions.map(({ amount }) => amount).filter((amount) => amount > 0)];
            applied = [...applied, ...actions];
          }
        }
        expect(store.getState()).toEqual(expected);
        expect(told.present.at(-1)).toBe(store.getState());
        expect(told.shown.at(-1)).toBe(store.getShown());
        expect(told.sums.at(-1)).toBe(store.getShown().reduce((sum, amount) => sum + amount, 0));
        expect(told.actions).toEqual(applied);
      }
      for (const each of [told.shown, told.present, told.sums]) expectNoRepeats(each);
    }),
    cases(300),
  );
});

function attempt(run: () => void): void {
  try {
    run();
  } catch {
    // Whether it was to be refused is the model's business.
  }
}
