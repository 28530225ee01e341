import { describe, test } from 'vitest';
import { runKeyValueConformance } from './conformance.ts';
import { createMemoryKeyValueStore } from './memory.ts';

describe('the key-value store in memory', () => {
  runKeyValueConformance(
    {
      async create() {
        const contents = new Map<string, string>();
        const reopen = async () => createMemoryKeyValueStore(contents);
        return { store: await reopen(), reopen, dispose: async () => {} };
      },
    },
    { test },
  );
});
