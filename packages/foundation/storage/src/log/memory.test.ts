import { describe, expect, test } from 'vitest';
import { runLogConformance } from './conformance.ts';
import { LogTables } from './log-tables.ts';
import { createMemoryLogStore, logStoreOver } from './memory.ts';

describe('the log store in memory', () => {
  runLogConformance(
    {
      async create() {
        const tables = new LogTables();
        const reopen = async () => logStoreOver(tables);
        return { store: await reopen(), reopen, dispose: async () => {} };
      },
    },
    { test },
  );

  test('two stores do not meet', async () => {
    const [one, other] = [createMemoryLogStore(), createMemoryLogStore()];
    await one.claimClient('tenant', 'client', 'ada');
    expect(await other.claimClient('tenant', 'client', 'bob')).toBe('bob');
  });
});
