import { describe, test } from 'vitest';
import { add, counterStore } from '../testing/counter-store.ts';
import { runStoreConformance } from './conformance.ts';

describe('the plain store', () => {
  runStoreConformance(
    {
      create() {
        const store = counterStore();
        return {
          store,
          inputs: [add(1), add(2), add(3)],
          failing: { type: 'fail' } as const,
          describe: ({ value }) => value,
          read: store.getShown,
          watch: store.watch,
        };
      },
    },
    { test },
  );
});
