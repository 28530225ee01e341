import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, onTestFinished, test } from 'vitest';

const launcher = fileURLToPath(new URL('launch.mjs', import.meta.url));

/** A project of its own: the launcher, something installed, and a TypeScript program. */
function project({ program = '', launch = readFileSync(launcher, 'utf8'), isInstalled = true }) {
  const folder = mkdtempSync(join(tmpdir(), 'launch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'scripts'));
  if (isInstalled) mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'scripts', 'launch.mjs'), launch);
  writeFileSync(join(folder, 'program.ts'), program);
  return folder;
}

function launch(cwd, ...scriptArguments) {
  return spawnSync(process.execPath, ['scripts/launch.mjs', 'program.ts', ...scriptArguments], {
    cwd,
    encoding: 'utf8',
  });
}

test('TypeScript runs with the source condition, its arguments and its exit code', () => {
  const program = `const parts: string[] = [...process.execArgv, ...process.argv.slice(2)];
    console.log(parts.join('|'));
    process.exit(7);`;
  const { stdout, status } = launch(project({ program }), 'a', 'b c');
  expect(stdout.trim()).toBe('--conditions=statehouse-source|a|b c');
  expect(status).toBe(7);
});

test('a signal reaches the program, which decides how it ends', async () => {
  const program = `process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('up');`;
  const child = spawn(process.execPath, ['scripts/launch.mjs', 'program.ts'], { cwd: project({ program }) });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(5);
});

test('a Node that is too old is told in one line which one is needed', () => {
  const future = readFileSync(launcher, 'utf8').replace('neededMajor = 24', 'neededMajor = 999');
  const { stderr, status } = launch(project({ launch: future }));
  expect(stderr).toBe(
    `Statehouse needs Node 999 or newer (this is ${process.versions.node}). On Linux \`npm ci\` brings it; on macOS and Windows install it from https://nodejs.org\n`,
  );
  expect(status).toBe(1);
});

test('the Node that the project brings is taken where the running one is too old', () => {
  const future = readFileSync(launcher, 'utf8').replace('neededMajor = 24', 'neededMajor = 999');
  const folder = project({ launch: future, program: 'console.log(process.argv0)' });
  const bin = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(process.execPath, join(bin, 'node'));
  expect(launch(folder).stdout.trim()).toBe(join(bin, 'node'));
});

test('a clone in which nothing is installed says so', () => {
  const { stderr, status } = launch(project({ isInstalled: false }));
  expect(stderr).toBe('Nothing is installed yet: run `npm ci` first.\n');
  expect(status).toBe(1);
});

test('the launcher has no syntax that Node 12 cannot parse', () => {
  const text = readFileSync(launcher, 'utf8');
  const { program } = parseSync('launch.mjs', text);
  const seen = new Set();
  JSON.stringify(program, (_key, value) => {
    if (typeof value?.type === 'string') seen.add(value.type);
    if (value?.type === 'LogicalExpression') seen.add(value.operator);
    return value;
  });
  for (const modern of ['ChainExpression', '??', 'AwaitExpression', 'PrivateIdentifier', 'StaticBlock']) {
    expect(seen).not.toContain(modern);
  }
  expect(text).not.toContain('node:');
});
