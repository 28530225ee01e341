// The measurements beside other libraries. Those are dependencies of `benchmarks` only, which has a lock file of its
// own; the first run installs them.
//
// Usage: npm run bench -- tables|queries|selectors|hub|text|sync|report [--n N] [--json] [--quick]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../benchmarks', import.meta.url));
const lockFile = resolve(folder, 'package-lock.json');
const installedLockFile = resolve(folder, 'node_modules/.installed-package-lock.json');

if (!isInstalled()) install();
const child = spawn(
  process.execPath,
  ['--conditions=statehouse-source', '--expose-gc', resolve(folder, 'main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT');
});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));

/** True when what is installed is what the lock file says. */
function isInstalled() {
  return existsSync(installedLockFile) && readFileSync(installedLockFile).equals(readFileSync(lockFile));
}

/** Installs the other libraries; npm's words go to stderr, because stdout is for figures. */
function install() {
  process.stderr.write('Installing the libraries to measure against (once)…\n');
  const npm = process.env.npm_execpath;
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status } = spawnSync(command, [...first, 'ci', '--prefix', folder], {
    stdio: ['ignore', 2, 2],
    shell: npm === undefined && process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write('They could not be installed: look above, and try `npm ci --prefix benchmarks`.\n');
    process.exit(1);
  }
  writeFileSync(installedLockFile, readFileSync(lockFile));
}
