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

/** Each name that packages' entries export → the entries that it can be imported from, the shortest first. */
function exportedNames() {
  const names = new Map();
  for (const one of packages) {
    for (const [entry, target] of Object.entries(one.manifest.exports)) {
      const file = join(root, one.folder, target['statehouse-source']);
      const { staticExports } = parseSource(file, readFileSync(file, 'utf8')).module;
      for (const { exportName } of staticExports.flatMap(({ entries }) => entries)) {
        const specifiers = names.get(exportName.name) ?? [];
        names.set(exportName.name, specifiers);
        specifiers.push(join(one.name, entry));
      }
    }
  }
  for (const specifiers of names.values()) specifiers.sort((a, b) => a.length - b.length);
  return names;
}

/** The examples in the comments of the sources, with their places. */
function findExamples() {
  return packages
    .flatMap((one) => sourceFiles(root, one).map((file) => ({ file, home: one.name })))
    .filter(({ file }) => !isTestFile(file))
    .flatMap(({ file, home }) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(/^ *\* @example\n((?: *\* .*\n| *\*\n)+)/gm)].map((match) => ({
        place: `${file}:${lineAt(text, match.index)}`,
        home,
        code: match[1].replaceAll(/^ *\* ?/gm, '').replaceAll(/^```.*$/gm, ''),
      }));
    });
}

const exported = exportedNames();
const examples = findExamples();
for (const { code } of examples) {
  for (const [, name] of code.matchAll(/^const (schema|server) =/gm)) given[name] ??= code;
}

/** Where a name comes from: the package in which it is told of, if that has it. */
function specifierOf(name, home) {
  const specifiers = exported.get(name) ?? [];
  return specifiers.find((one) => one === home || one.startsWith(`${home}/`)) ?? specifiers[0];
}

/** The whole program that an example is part of: what it imports, what it takes for granted, itself. */
function programOf({ code, home }) {
  const parts = [code];
  const imports = new Set();
  const pending = [code];
  const seen = new Set();
  for (const part of pending) {
    for (const { name } of freeNames('example.ts', part)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const specifier = specifierOf(name, home);
      if (specifier !== undefined) imports.add(`import { ${name} } from '${specifier}';`);
      else if (given[name] !== undefined) {
        parts.unshift(given[name]);
        pending.push(given[name]);
      }
    }
  }
  return [...imports, ...new Set(parts), 'process.exit(0);'].join('\n');
}

test.each(examples)('the example at $place runs', (example) => {
  const options = [
    '--conditions=statehouse-source',
    '--input-type=module-typescript',
    '-e',
    programOf(example),
  ];
  expect(() => execFileSync(process.execPath, options, { cwd: root, stdio: 'pipe' })).not.toThrow();
});
