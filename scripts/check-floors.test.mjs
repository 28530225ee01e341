import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkFloors } from './check-floors.mjs';

const roots = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A small house of three packages without a fault, over which the given files are laid. */
function house(files = {}) {
  const root = mkdtempSync(join(tmpdir(), 'floors-'));
  roots.push(root);
  const exported = { '.': { 'statehouse-source': './src/index.ts' } };
  const manifest = (name, dependencies = {}) =>
    JSON.stringify({ name: `@statehouse/${name}`, exports: exported, dependencies });
  const everything = {
    'floors.json': JSON.stringify({
      floors: ['foundation', 'engine'],
      packages: {
        kernel: { floor: 'foundation', mayImport: [] },
        ot: { floor: 'foundation', mayImport: ['kernel'] },
        db: { floor: 'engine', mayImport: ['kernel', 'ot'] },
      },
    }),
    'package.json': JSON.stringify({
      workspaces: ['packages/foundation/*', 'packages/engine/*'],
      devDependencies: { vitest: '1.0.0' },
    }),
    'packages/foundation/kernel/package.json': manifest('kernel'),
    'packages/foundation/kernel/src/index.ts': "export { a } from './a.ts';",
    'packages/foundation/kernel/src/a.ts':
      "import { join } from 'node:path';\nexport const a = join('a', 'b');",
    'packages/foundation/ot/package.json': manifest('ot', { '@statehouse/kernel': '0.1.0', zod: '4.0.0' }),
    'packages/foundation/ot/src/index.ts':
      "import { a } from '@statehouse/kernel';\nimport 'zod';\nexport { a };",
    'packages/foundation/ot/src/index.test.ts':
      "import { test } from 'vitest';\nimport { a } from './index.ts';",
    'packages/engine/db/package.json': manifest('db', {
      '@statehouse/kernel': '0.1.0',
      '@statehouse/ot': '0.1.0',
    }),
    'packages/engine/db/src/index.ts': "export type { A } from '@statehouse/ot';",
    ...files,
  };
  for (const [path, text] of Object.entries(everything)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('a house whose imports all go down has no violations', () => {
  expect(checkFloors(house())).toEqual([]);
});

const upward = [
  ['import', "import { x } from '@statehouse/db';"],
  ['import type', "import type { X } from '@statehouse/db';"],
  ['export from', "export { x } from '@statehouse/db';"],
  ['export all from', "export * from '@statehouse/db';"],
  ['import()', "export const x = () => import('@statehouse/db');"],
  ['the type import()', "export type X = import('@statehouse/db').X;"],
  ['import.meta.resolve', "export const x = import.meta.resolve('@statehouse/db');"],
];

test.each(upward)('%s of a package above is reported with its place and what is allowed', (_kind, line) => {
  const violations = checkFloors(house({ 'packages/foundation/ot/src/b.ts': `// one\n${line}\n` }));
  expect(violations).toEqual([
    'packages/foundation/ot/src/b.ts:2 imports @statehouse/db; ot may import kernel',
  ]);
});

test('a dependency that the plan does not allow is reported in package.json', () => {
  const manifest =
    '{\n  "name": "@statehouse/kernel",\n  "dependencies": {\n    "@statehouse/ot": "0.1.0"\n  }\n}';
  expect(checkFloors(house({ 'packages/foundation/kernel/package.json': manifest }))).toContain(
    'packages/foundation/kernel/package.json:4 depends on @statehouse/ot; kernel may import no other package',
  );
});

test('an import that package.json does not declare is reported, of a neighbour and of a stranger', () => {
  const violations = checkFloors(
    house({
      'packages/engine/db/package.json': '{ "name": "@statehouse/db" }',
      'packages/engine/db/src/index.ts':
        "import '@statehouse/kernel';\nimport 'ws/lib/x.js';\nimport '@a/b/c';",
    }),
  );
  expect(violations).toEqual([
    'packages/engine/db/src/index.ts:1 imports @statehouse/kernel, which is not in packages/engine/db/package.json',
    'packages/engine/db/src/index.ts:2 imports ws, which is not in packages/engine/db/package.json',
    'packages/engine/db/src/index.ts:3 imports @a/b, which is not in packages/engine/db/package.json',
  ]);
});

test('what stands outside the workspaces may import any package that it finds, but only what that exports', () => {
  const violations = checkFloors(
    house({
      'benchmarks/package.json': '{ "name": "@statehouse/benchmarks" }',
      'benchmarks/a.ts': "import '@statehouse/db';\nimport '@statehouse/db/inside';\nimport 'yjs';",
    }),
  );
  expect(violations).toEqual([
    'benchmarks/a.ts:2 imports @statehouse/db/inside; @statehouse/db exports .',
    'benchmarks/a.ts:3 imports yjs, which is not in benchmarks/package.json',
  ]);
});

test('what only tests use may come from the root, what ships may not', () => {
  const text = "import 'vitest';";
  expect(
    checkFloors(house({ 'packages/engine/db/src/a.test.ts': text, 'packages/engine/db/src/b.ts': text })),
  ).toEqual([
    'packages/engine/db/src/b.ts:1 imports vitest, which is not in packages/engine/db/package.json',
  ]);
});

test('reaching into another package is reported, by path and by an entry that it does not export', () => {
  const violations = checkFloors(
    house({
      'packages/engine/db/src/a.ts': "import '../../../foundation/ot/src/index.ts';",
      'packages/engine/db/src/b.ts': "import '@statehouse/ot/src/index.ts';",
      'packages/engine/db/src/c.ts': "import '@statehouse/db';",
    }),
  );
  expect(violations).toEqual([
    'packages/engine/db/src/a.ts:1 imports ../../../foundation/ot/src/index.ts, outside its package; name the package instead (@statehouse/…)',
    'packages/engine/db/src/b.ts:1 imports @statehouse/ot/src/index.ts; @statehouse/ot exports .',
    'packages/engine/db/src/c.ts:1 imports @statehouse/db, its own package; use a relative path',
  ]);
});

test('the address of a worker is an import, the address of a data file is not', () => {
  const violations = checkFloors(
    house({
      'packages/engine/db/src/a.ts':
        "new URL('../../../worker.ts', import.meta.url);\nnew URL('../../../data', import.meta.url);",
    }),
  );
  expect(violations).toHaveLength(1);
  expect(violations[0]).toContain('a.ts:1 imports ../../../worker.ts, outside its package');
});

test('a package may ask for the address of its own entries, and only of those', () => {
  const violations = checkFloors(
    house({
      'packages/engine/db/src/a.ts':
        "import.meta.resolve('@statehouse/db');\nimport.meta.resolve('@statehouse/db/worker');",
    }),
  );
  expect(violations).toEqual([
    'packages/engine/db/src/a.ts:2 imports @statehouse/db/worker; @statehouse/db exports .',
  ]);
});

test('a folder’s surface is for those outside it, and for its tests', () => {
  const violations = checkFloors(
    house({
      'packages/foundation/ot/src/b.ts': "import './index.ts';",
      'packages/foundation/ot/src/text/c.ts': "import '../index.ts';",
      'packages/foundation/ot/src/d.ts': "import './text/index.ts';",
      'packages/foundation/ot/src/text/index.ts': '',
      'packages/foundation/ot/src/text/e.test.ts': "import './index.ts';",
    }),
  );
  expect(violations).toEqual([
    'packages/foundation/ot/src/b.ts:1 imports ./index.ts, the surface of its own folder; inside it import the file that has the concept',
    'packages/foundation/ot/src/text/c.ts:1 imports ../index.ts, the surface of its own folder; inside it import the file that has the concept',
  ]);
});

test('what ships does not import what is there for tests', () => {
  const violations = checkFloors(
    house({
      'packages/foundation/ot/src/b.ts': "import './testing/model.ts';\nimport '@statehouse/kernel/testing';",
      'packages/foundation/ot/src/testing/model.ts': "import '../b.test.ts';",
    }),
  );
  expect(violations).toEqual([
    'packages/foundation/ot/src/b.ts:1 imports ./testing/model.ts, which is there for tests only',
    'packages/foundation/ot/src/b.ts:2 imports @statehouse/kernel/testing, which is there for tests only',
  ]);
});

test('a cycle among the files of a package is reported once, types included', () => {
  const violations = checkFloors(
    house({
      'packages/engine/db/src/a.ts': "import './b.ts';",
      'packages/engine/db/src/b.ts': "\nimport type { C } from './c.ts';",
      'packages/engine/db/src/c.ts': "export type A = import('./a.ts').A;",
    }),
  );
  expect(violations).toEqual([
    'packages/engine/db/src/a.ts:1 is in a cycle: packages/engine/db/src/a.ts:1 → packages/engine/db/src/b.ts:2 → packages/engine/db/src/c.ts:1 → packages/engine/db/src/a.ts; files are a one-way street',
  ]);
});

test('a package without an entry, an entry without a folder, and a plan that points up or round are reported', () => {
  const violations = checkFloors(
    house({
      'floors.json': JSON.stringify({
        floors: ['foundation', 'engine'],
        packages: {
          kernel: { floor: 'foundation', mayImport: ['ot'] },
          ot: { floor: 'foundation', mayImport: ['kernel', 'hub'] },
          hub: { floor: 'engine', mayImport: [] },
        },
      }),
      'packages/engine/db/src/index.ts': '',
    }),
  );
  expect(violations).toContain(
    'floors.json:1 has no entry for packages/engine/db; every package has a floor',
  );
  expect(violations).toContain('floors.json:1 names hub, which has no folder');
  expect(violations).toContain('floors.json:1 lets ot import hub, which is on a floor above it');
  expect(violations).toContain('floors.json:1 has a cycle: kernel → ot → kernel');
});
