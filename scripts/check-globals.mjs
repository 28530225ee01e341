// Checks that the deterministic packages read nothing from the world around them: no clock, randomness, timers,
// sockets, storage or locale but what they are handed. That is what lets the simulator run them under virtual time.
//
// Usage: node scripts/check-globals.mjs [root]
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freeNames, readMembers } from './free-names.mjs';
import { sourceImports } from './source-imports.mjs';
import { findPackages, isTestFile, sourceFiles } from './workspace.mjs';

/** The folders whose code has to be deterministic, and in them the thin shells that touch the world. */
const deterministicFolders = [
  'packages/foundation/kernel/src/',
  'packages/foundation/collections/src/',
  'packages/foundation/ot/src/',
  'packages/engine/db/src/',
  'packages/engine/hub/src/',
  'packages/services/persist/src/',
  'packages/services/observe/src/',
  'packages/services/protocol/src/',
  'packages/services/sync/src/',
  'packages/services/server/src/core/',
  'packages/adapters/rxjs/src/',
  'packages/adapters/zustand/src/',
  'packages/adapters/xstate/src/',
];
const shells = [
  /^packages\/foundation\/kernel\/src\/system\.ts$/,
  // How long a property test runs is told from outside.
  /^packages\/foundation\/kernel\/src\/testing\/cases\.ts$/,
  // Dates as values, of a time that is given.
  /^packages\/engine\/hub\/src\/redaction\/dates\.ts$/,
  /^packages\/services\/persist\/src\/codec\/codec\.ts$/,
  /^packages\/services\/sync\/src\/(.*\/)?([\w-]+-transport|browser-[\w-]+)\.ts$/,
];

const forbiddenGlobals = new Set([
  'BroadcastChannel',
  'Date',
  'EventSource',
  'Intl',
  'MessageChannel',
  'SharedWorker',
  'WebSocket',
  'Worker',
  'XMLHttpRequest',
  'caches',
  'clearInterval',
  'clearTimeout',
  'crypto',
  'document',
  'fetch',
  'indexedDB',
  'localStorage',
  'location',
  'navigator',
  'performance',
  'process',
  'requestAnimationFrame',
  'requestIdleCallback',
  'self',
  'sessionStorage',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'window',
]);
const forbiddenMembers = new Set([
  'localeCompare',
  'toLocaleLowerCase',
  'toLocaleString',
  'toLocaleUpperCase',
]);

const remedy = 'take it as a parameter (the ports of @statehouse/kernel), or move it to a shell';

/**
 * Every use of a forbidden global below a root, with its place.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function checkGlobals(root) {
  return findPackages(root)
    .flatMap((one) => sourceFiles(root, one))
    .filter((file) => deterministicFolders.some((folder) => file.startsWith(folder)))
    .filter(
      (file) => !isTestFile(file) || /^packages\/foundation\/kernel\/src\/testing\/[\w-]+\.ts$/.test(file),
    )
    .filter((file) => !shells.some((shell) => shell.test(file)))
    .flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8')));
}

function checkFile(file, text) {
  const globals = freeNames(file, text)
    .filter(({ name, member }) => isForbidden(name, member))
    .map(
      ({ name, member, line }) => `${file}:${line} uses ${member ? `${name}.${member}` : name}; ${remedy}`,
    );
  const locale = readMembers(file, text)
    .filter(({ name }) => forbiddenMembers.has(name))
    .map(
      ({ name, line }) =>
        `${file}:${line} uses .${name}, which differs by locale; compare code units instead`,
    );
  const builtins = sourceImports(file, text)
    .filter(({ specifier }) => isBuiltin(specifier))
    .map(({ specifier, line }) => `${file}:${line} imports ${specifier}; ${remedy}`);
  return [...globals, ...locale, ...builtins];
}

function isForbidden(name, member) {
  if (name === 'Math') return member === undefined || member === 'random';
  if (name === 'globalThis') return member === undefined || member === 'Math' || forbiddenGlobals.has(member);
  return forbiddenGlobals.has(name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = checkGlobals(
    resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)))),
  );
  for (const violation of violations) console.log(violation);
  console.log(
    violations.length === 0 ? 'globals: none where they are forbidden' : `globals: ${violations.length} uses`,
  );
  process.exit(violations.length === 0 ? 0 : 1);
}
