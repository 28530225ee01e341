import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { add, type CountInput, counterStore } from '../testing/counter-store.ts';
import { type StoreRules, validateInputs } from './validate-inputs.ts';

/** A schema of `add`: rounds its amount, and wants it below a limit. */
function roundedBelow(limit: number): StandardSchemaV1<unknown, CountInput> {
  return {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate(value) {
        const amount =
          typeof value === 'object' && value !== null && 'amount' in value ? value.amount : undefined;
        if (typeof amount === 'number' && amount < limit) return { value: add(Math.round(amount)) };
        return { issues: [{ message: `has to be below ${limit}`, path: ['amount'] }] };
      },
    },
  };
}

function storeWith(rules: StoreRules) {
  const hub = createHub({ plugins: [validateInputs({ count: rules })] });
  const store = counterStore();
  hub.add('count', store);
  hub.add('free', counterStore()).dispatch(add(1_000));
  return store;
}

test('an input that its schema does not take is refused in the schema’s words', () => {
  const store = storeWith({ inputs: { add: roundedBelow(10) } });
  expect(() => store.dispatch(add(10))).toThrowError(
    'The change add of count was refused by validate-inputs: amount: has to be below 10',
  );
  expect(store.getState().value).toBe(0);
});

test('what a schema makes of an input takes its place', () => {
  const store = storeWith({ every: roundedBelow(10), inputs: { add: roundedBelow(5) } });
  store.dispatch(add(1.7));
  expect(store.getState().value).toBe(2);
  expect(() => store.dispatch(add(7))).toThrowError(/below 5/);
  expect(() => store.dispatch(add(70))).toThrowError(/below 10/);
});

test('a rule looks at the state', () => {
  const store = storeWith({
    every: ({ state, input }) =>
      JSON.stringify(state).includes('3') ? `full before ${JSON.stringify(input)}` : undefined,
  });
  store.dispatch(add(3));
  expect(() => store.dispatch(add(1))).toThrowError(/full before/);
});

test('names that are not expected are refused where that is asked', () => {
  const store = storeWith({ inputs: { add: roundedBelow(10) }, refusesOthers: true });
  expect(() => store.dispatch({ type: 'fail' })).toThrowError(/nothing of this name/);
  store.dispatch(add(1));
  expect(store.getState().value).toBe(1);
});

test('names like those of every object are names', () => {
  const store = storeWith({ inputs: {}, refusesOthers: true });
  const hostile: { readonly type: string } = { type: 'constructor' };
  // @ts-expect-error: what comes from elsewhere may have any type
  expect(() => store.dispatch(hostile)).toThrowError(/nothing of this name/);
});

test('a schema that answers with a promise is refused', () => {
  const schema = roundedBelow(10)['~standard'];
  const late: StandardSchemaV1 = {
    '~standard': { ...schema, validate: async (value) => schema.validate(value) },
  };
  const store = storeWith({ inputs: { add: late } });
  expect(() => store.dispatch(add(1))).toThrowError(/a change cannot wait/);
});
