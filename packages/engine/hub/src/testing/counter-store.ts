import { createPlainStore } from '../store/plain-store.ts';

export interface Count {
  readonly value: number;
}

export type CountInput = { readonly type: 'add'; readonly amount: number } | { readonly type: 'fail' };

/** A store that counts, and throws when told to. */
export function counterStore(value = 0) {
  return createPlainStore<Count, CountInput>({
    initial: { value },
    reduce(state, input) {
      if (input.type === 'fail') throw new Error('told to fail');
      return { value: state.value + input.amount };
    },
  });
}

export function add(amount: number): CountInput {
  return { type: 'add', amount };
}
