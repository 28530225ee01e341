// The test command: finds or installs a browser, runs every test, and says at the end what was skipped and why.
//
// Usage: npm test [-- vitest's arguments…]      STATEHOUSE_BROWSER=<path>|none      STATEHOUSE_DATA=<folder>
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOrInstallBrowser, missingBrowserLine } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const browser = findOrInstallBrowser(console.log);
if (browser.kind === 'missing') {
  console.error(missingBrowserLine());
  process.exit(1);
}

const dataFolder = resolve(root, process.env.STATEHOUSE_DATA ?? '../shared/data');
const environment = { ...process.env, STATEHOUSE_DATA: dataFolder };
// Coverage asks which lines run, not how often; the laws were tried in full by the run without it.
if (process.argv.includes('--coverage')) {
  environment.STATEHOUSE_CASES ??= '200';
  environment.STATEHOUSE_SEEDS ??= '100';
}
if (browser.kind === 'found') environment.STATEHOUSE_BROWSER_PATH = browser.path;

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: environment,
});
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT');
});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => {
  console.log(summary());
  process.exit(signal === null ? code : 1);
});

/** One line: with which browser and data the tests ran, and which groups were skipped. */
function summary() {
  const browserPart =
    browser.kind === 'found'
      ? `browser ${browser.path}`
      : `skipped, no browser (STATEHOUSE_BROWSER=none): ${browserTestFiles().join(', ')}`;
  const dataPart = existsSync(dataFolder)
    ? `data ${dataFolder}`
    : `skipped, no data folder at ${dataFolder}: the tests on recorded traces and on chinook`;
  return `Tests ran with: ${browserPart} · ${dataPart}`;
}

function browserTestFiles() {
  const files = globSync(['{packages,apps,tests,examples}/**/*.browser.test.{ts,tsx}'], {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  });
  return files.length === 0 ? ['none written'] : files.sort();
}
