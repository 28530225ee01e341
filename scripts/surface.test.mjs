import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeSurface } from './surface.mjs';

const folders = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The surface of the first of some declaration files. */
function surface(files) {
  const folder = mkdtempSync(join(tmpdir(), 'surface-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return describeSurface(join(folder, Object.keys(files)[0]));
}

test('exported names come in order with their declarations, and nothing that they do not mention', () => {
  const text = surface({
    'index.d.ts': "export { b } from './b.ts';\nexport type { A as Renamed } from './a.ts';",
    'a.d.ts': '/** Says what A is. */\nexport interface A {\n  /** A number. */\n  x: number;\n}',
    'b.d.ts': 'export declare function b(): void;\nexport declare function unseen(): void;',
  });
  expect(text).toBe(
    '// exported as Renamed\nexport interface A {\n  x: number;\n}\n\nexport declare function b(): void;',
  );
});

test('what an exported declaration mentions is shown too, across files, and other packages by name', () => {
  const text = surface({
    'index.d.ts': "export { f } from './f.ts';\nexport { own };\ndeclare const own: unique symbol;",
    'f.d.ts':
      "import type { Json } from '@statehouse/kernel';\nimport type { P } from './p.ts';\nexport declare function f(p: P): Json;",
    'p.d.ts': "type Q = 1;\nexport type P = Q | import('./p.ts').P;",
  });
  expect(text.split('\n\n')).toEqual([
    'export declare function f(p: P): Json;',
    'declare const own: unique symbol;',
    '// Mentioned, not exported',
    "export type P = Q | import('./p.ts').P;",
    'type Q = 1;',
    '// From other packages\n// Json from @statehouse/kernel',
  ]);
});

test('what is handed on from another package is shown by name', () => {
  const text = surface({
    'index.d.ts':
      "export { wait, type Wait as Pause } from '@statehouse/kernel';\nexport declare const own: 1;",
  });
  expect(text).toBe(
    "export { Wait as Pause } from '@statehouse/kernel';\n\nexport declare const own: 1;\n\nexport { wait as wait } from '@statehouse/kernel';",
  );
});

test('a comment does not change the surface, a parameter does', () => {
  const of = (text) => surface({ 'index.d.ts': text });
  const before = of('export declare function f(a: string): void;');
  expect(of('/** New words. */\nexport declare function f(a: string): void;')).toBe(before);
  expect(of('export declare function f(a: string, b?: number): void;')).not.toBe(before);
});

test('overloads stand together', () => {
  const text = surface({
    'index.d.ts': 'export declare function f(a: 1): 1;\nexport declare function f(a: 2): 2;',
  });
  expect(text).toBe('export declare function f(a: 1): 1;\nexport declare function f(a: 2): 2;');
});
