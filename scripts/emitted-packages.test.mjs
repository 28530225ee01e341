import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { parseSource } from './syntax-tree.mjs';
import { findPackages } from './workspace.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = findPackages(root).filter((one) => one.floor !== undefined);
const entries = packages.flatMap((one) =>
  Object.entries(one.manifest.exports).map(([entry, target]) => ({
    specifier: join(one.name, entry),
    file: join(root, one.folder, target.default),
    declarations: join(root, one.folder, target.types),
    // What exports nothing is a worker or a process: it would start to work when it is loaded.
    isProgram: !hasExports(join(root, one.folder, target['statehouse-source'])),
  })),
);

function hasExports(file) {
  return parseSource(file, readFileSync(file, 'utf8')).module.staticExports.length > 0;
}

/** Runs a module as a user's program would: no condition of ours, so every package comes from its `dist`. */
function runOutside(source) {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  return execFileSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
}

/** Every package from nothing, on a machine that does much else. */
const COMPILE_MS = 180_000;

beforeAll(() => {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  spawnSync(process.execPath, [compiler, '-b', ...packages.map((one) => one.folder)], { cwd: root });
}, COMPILE_MS);

test.each(entries)('$specifier is emitted with its declarations', ({ specifier, file, declarations }) => {
  expect(existsSync(file)).toBe(true);
  expect(existsSync(declarations)).toBe(true);
  const found = runOutside(`console.log(import.meta.resolve('${specifier}'))`).trim();
  expect(fileURLToPath(found)).toBe(file);
});

test.each(entries.filter(({ isProgram }) => !isProgram))('$specifier loads from dist', ({ specifier }) => {
  const exported = JSON.parse(
    runOutside(`console.log(JSON.stringify(Object.keys(await import('${specifier}'))))`),
  );
  expect(exported.length).toBeGreaterThan(0);
});

test('a document transacts and undoes, from dist', () => {
  const said = runOutside(`
    import { createDatabase, defineSchema, string, table, text } from '@statehouse/db';
    const schema = defineSchema({ version: 1, tables: { notes: table({ title: string(), body: text() }) } });
    const database = createDatabase({ schema });
    const { value: id } = database.transact((tx) => tx.notes.insert({ title: 'first', body: 'Hello' }));
    database.transact((tx) => tx.notes.modify(id, { title: 'second' }));
    database.undo();
    const note = database.snapshot.table('notes').get(id);
    console.log(note.title, String(note.body));
  `);
  expect(said.trim()).toBe('first Hello');
});

test('what is packed is the emitted code, without the tests beside it', () => {
  const workspaces = packages.map((one) => `--workspace=${one.name}`);
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', ...workspaces], { cwd: root, encoding: 'utf8' }),
  );
  expect(packed.length).toBe(packages.length);
  for (const { files } of packed) {
    const paths = files
      .map(({ path }) => path)
      .filter((path) => path !== 'package.json' && path !== 'README.md');
    expect(paths).toContain('dist/index.js');
    expect(paths.filter((path) => !path.startsWith('dist/') || path.includes('.test.'))).toEqual([]);
  }
});
