// Runs Redux Toolkit's own tests of its entity adapter against createTableAdapter: the tests as they are published, with the one
// import changed. They are fetched into a temporary folder and never kept.
//
// Usage: node scripts/rtk-suite.mjs [folder of packages/toolkit/src/entities/tests, where the network does not reach GitHub]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/@reduxjs/toolkit/package.json'), 'utf8'),
);
const published = `https://raw.githubusercontent.com/reduxjs/redux-toolkit/v${version}/packages/toolkit/src/entities/tests`;

/** Those of what an adapter does; `utils.spec.ts` is about functions inside Redux Toolkit. */
const files = [
  'entity_slice_enhancer.test.ts',
  'entity_state.test.ts',
  'sorted_state_adapter.test.ts',
  'state_adapter.test.ts',
  'state_selectors.test.ts',
  'unsorted_state_adapter.test.ts',
  'fixtures/book.ts',
];

/** Everything of Redux Toolkit but the one function. */
const toolkit = `export * from '@reduxjs/toolkit';
export { createTableAdapter as createEntityAdapter } from ${JSON.stringify(join(root, 'packages/adapters/redux/src/index.ts'))};
`;

const config = `const conditions = ['statehouse-source', 'module', 'node', 'import', 'default'];
export default {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { globals: true, include: ['tests/*.test.ts'], server: { deps: { inline: [/statehouse/] } } },
};
`;

/** The text of one test file: from the folder if there is one, else as it was published with the version installed. */
async function read(file, folder) {
  if (folder !== undefined) return readFileSync(join(folder, file), 'utf8');
  const response = await fetch(`${published}/${file}`, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${published}/${file} answers ${response.status}`);
  return response.text();
}

async function fill(target, folder) {
  mkdirSync(join(target, 'tests/fixtures'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'), 'junction');
  writeFileSync(join(target, 'toolkit.ts'), toolkit);
  writeFileSync(join(target, 'vitest.config.mjs'), config);
  for (const file of files) {
    const text = await read(file, folder);
    writeFileSync(
      join(target, 'tests', file),
      text.replaceAll("from '@reduxjs/toolkit'", "from '../toolkit.ts'"),
    );
  }
}

const folder = process.argv[2] === undefined ? undefined : resolve(process.argv[2]);
const target = mkdtempSync(join(tmpdir(), 'statehouse-rtk-'));
try {
  await fill(target, folder);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--root', target], {
    stdio: 'inherit',
    env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  const problem =
    error instanceof Error ? `${error.message}${error.cause ? ` (${error.cause})` : ''}` : error;
  console.error(`rtk-suite: could not read the tests of Redux Toolkit ${version}: ${problem}`);
  console.error('Give a folder with them: npm run rtk-suite -- <…/packages/toolkit/src/entities/tests>');
  process.exitCode = 2;
} finally {
  rmSync(target, { recursive: true, force: true });
}
