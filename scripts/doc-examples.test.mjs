import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freeNames } from './free-names.mjs';
import { lineAt, parseSource } from './syntax-tree.mjs';
import { findPackages, isTestFile, sourceFiles } from './workspace.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = findPackages(root).filter((one) => one.floor !== undefined);

/** What the examples take for granted: a name → the code that makes it. */
const given = {
  secret: "const secret = 'a secret of more than thirty-two bytes, for the examples';",
  store: 'const store = createMemoryLogStore();',
};

/** Each name that a package's entries export → the entry to import it from; the shortest entry wins. */
function exportedNames() {
  const names = new Map();
  for (const one of packages) {
    for (const [entry, target] of Object.entries(one.manifest.exports)) {
      const file = join(root, one.folder, target['statehouse-source']);
      const { staticExports } = parseSource(file, readFileSync(file, 'utf8')).module;
      for (const { exportName } of staticExports.flatMap(({ entries }) => entries)) {
        const before = names.get(exportName.name);
        const specifier = join(one.name, entry);
        if (before === undefined || specifier.length < before.length) names.set(exportName.name, specifier);
      }
    }
  }
  return names;
}

/** The examples in the comments of the sources, with their places. */
function findExamples() {
  return packages
    .flatMap((one) => sourceFiles(root, one))
    .filter((file) => !isTestFile(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(/^ *\* @example\n((?: *\* .*\n| *\*\n)+)/gm)].map((match) => ({
        place: `${file}:${lineAt(text, match.index)}`,
        code: match[1].replaceAll(/^ *\* ?/gm, '').replaceAll(/^```.*$/gm, ''),
      }));
    });
}

const exported = exportedNames();
const examples = findExamples();
for (const { code } of examples) {
  for (const [, name] of code.matchAll(/^const (schema|server) =/gm)) given[name] ??= code;
}

/** The whole program that an example is part of: what it imports, what it takes for granted, itself. */
function programOf(code) {
  const parts = [code];
  const imports = new Set();
  const pending = [code];
  const seen = new Set();
  for (const part of pending) {
    for (const { name } of freeNames('example.ts', part)) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (exported.has(name)) imports.add(`import { ${name} } from '${exported.get(name)}';`);
      else if (given[name] !== undefined) {
        parts.unshift(given[name]);
        pending.push(given[name]);
      }
    }
  }
  return [...imports, ...new Set(parts), 'process.exit(0);'].join('\n');
}

test.each(examples)('the example at $place runs', ({ code }) => {
  const options = ['--conditions=statehouse-source', '--input-type=module-typescript', '-e', programOf(code)];
  expect(() => execFileSync(process.execPath, options, { cwd: root, stdio: 'pipe' })).not.toThrow();
});
