import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkGlobals } from './check-globals.mjs';

const roots = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** What is said about one file, without its path. */
function complaints(text, file = 'packages/foundation/ot/src/a.ts') {
  const root = mkdtempSync(join(tmpdir(), 'globals-'));
  roots.push(root);
  const folder = file.split('/').slice(0, 3).join('/');
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), '{ "name": "@statehouse/x" }');
  writeFileSync(join(root, file), text);
  return checkGlobals(root).map((line) => line.slice(file.length + 1).split(/[;,]/)[0]);
}

test.each([
  ['const a = Date.now();', '1 uses Date.now'],
  ['\nconst a = new Date();', '2 uses Date'],
  ['const a = Math.random();', '1 uses Math.random'],
  ["const a = Math['random']();", '1 uses Math.random'],
  ['const { random } = Math;', '1 uses Math'],
  ['setTimeout(() => {}, 1);', '1 uses setTimeout'],
  ['const later = { setInterval };', '1 uses setInterval'],
  ['globalThis.fetch("x");', '1 uses globalThis.fetch'],
  ['const g = globalThis;', '1 uses globalThis'],
  ['const a = typeof crypto;', '1 uses crypto'],
  ['const a = (performance as { now(): number }).now();', '1 uses performance'],
  ['function f(Date: unknown) {}\nconst a = Date;', '2 uses Date'],
  ["const a = 'a'.localeCompare('b');", '1 uses .localeCompare'],
  ["import { randomUUID } from 'node:crypto';", '1 imports node:crypto'],
])('%s is reported', (text, complaint) => {
  expect(complaints(text)).toEqual([complaint]);
});

test.each([
  'const a = Math.max(1, 2);',
  'const now = (clock: { Date: number; now(): number }) => clock.Date + clock.now();',
  'const f = (fetch: () => void) => fetch();',
  "import { crypto } from './crypto.ts';\ncrypto();",
  'export type Socket = WebSocket;\nexport interface A { performance: Date }',
  'const { document } = { document: 1 };\nfor (const self of [document]) self.toFixed();',
  'class Timers { setTimeout() { return this.setTimeout; } }',
  'try { throw 1 } catch (location) { throw location }',
])('%s is not', (text) => {
  expect(complaints(text)).toEqual([]);
});

test('shells, tests and other packages may read the world', () => {
  const text = 'const a = Date.now();';
  expect(complaints(text, 'packages/foundation/kernel/src/system.ts')).toEqual([]);
  expect(complaints(text, 'packages/services/sync/src/shell/web-socket-transport.ts')).toEqual([]);
  expect(complaints(text, 'packages/services/sync/src/browser-tab.ts')).toEqual([]);
  expect(complaints(text, 'packages/foundation/ot/src/a.test.ts')).toEqual([]);
  expect(complaints(text, 'packages/foundation/ot/src/testing/model.ts')).toEqual([]);
  expect(complaints(text, 'packages/foundation/kernel/src/testing/time.ts')).toEqual(['1 uses Date.now']);
  expect(complaints(text, 'packages/services/server/src/http.ts')).toEqual([]);
  expect(complaints(text, 'packages/services/server/src/core/step.ts')).toEqual(['1 uses Date.now']);
  expect(complaints(text, 'packages/services/sync/src/core.ts')).toEqual(['1 uses Date.now']);
});
