import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { sampleRecord } from '../testing/sample-records.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

beforeAll(() => {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  );
  execFileSync(process.execPath, [compiler, '-b', packageFolder]);
});

/** Appends in a process with or without our condition, from the sources or from `dist`. */
function appendInProcess(folder: string, conditions: readonly string[]): string {
  const source = `
    import { createSqliteLogStore } from '@statehouse/storage/sqlite';
    const address = { tenant: 'tenant', document: 'document' };
    const store = await createSqliteLogStore({ folder: ${JSON.stringify(folder)} });
    const { kind } = await store.append(address, 0, 1, [${JSON.stringify(sampleRecord(1))}]);
    const { tail } = await store.load(address);
    await store.close();
    console.log(kind, tail.length, import.meta.resolve('@statehouse/storage/sqlite/worker').slice(-20));
  `;
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  const flags = [...conditions, '--input-type=module', '-e', source];
  return execFileSync(process.execPath, flags, {
    cwd: packageFolder,
    env: environment,
    encoding: 'utf8',
  }).trim();
}

test('the worker starts from the sources', async () => {
  await using folder = await temporaryFolder();
  const printed = appendInProcess(folder.path, ['--conditions=statehouse-source']);
  expect(printed).toBe('appended 1 src/sqlite/worker.ts');
});

test('the worker starts from the build', async () => {
  await using folder = await temporaryFolder();
  expect(appendInProcess(folder.path, [])).toBe('appended 1 ist/sqlite/worker.js');
});
