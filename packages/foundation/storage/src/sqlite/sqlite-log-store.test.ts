import { describe, test } from 'vitest';
import { runLogConformance } from '../log/conformance.ts';
import { createSqliteLogStore } from './index.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

describe('the log store in SQLite', () => {
  runLogConformance(
    {
      async create() {
        const folder = await temporaryFolder();
        const reopen = () => createSqliteLogStore({ folder: folder.path });
        const store = await reopen();
        const dispose = async () => {
          await store.close();
          await folder[Symbol.asyncDispose]();
        };
        return { store, reopen, dispose };
      },
    },
    { test },
  );
});
