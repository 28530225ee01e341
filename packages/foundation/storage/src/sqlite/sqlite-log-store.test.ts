import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { runLogConformance } from '../log/conformance.ts';
import { createSqliteLogStore } from './index.ts';

describe('the log store in SQLite', () => {
  runLogConformance(
    {
      async create() {
        const folder = await mkdtemp(join(tmpdir(), 'statehouse-log-'));
        const reopen = () => createSqliteLogStore({ folder });
        const store = await reopen();
        const dispose = async () => {
          await store.close();
          await rm(folder, { recursive: true });
        };
        return { store, reopen, dispose };
      },
    },
    { test },
  );
});
