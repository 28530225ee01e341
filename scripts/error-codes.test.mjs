import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { duplicateCodes, errorsPage, findErrorCodes, undocumentedCodes } from './error-codes.mjs';

const roots = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A house of one package, `ot`, with the given files in its `src`. */
function house(files) {
  const root = mkdtempSync(join(tmpdir(), 'codes-'));
  roots.push(root);
  const all = { '../package.json': '{ "name": "@statehouse/ot" }', ...files };
  for (const [name, text] of Object.entries(all)) {
    const path = join(root, 'packages/foundation/ot/src', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

test('codes come from the tables, in order, with messages put together from pieces', () => {
  const table =
    "defineErrors('ot', {\n  'too-deep': 'Nested ' + `too deep`,\n  aged: \"It's old | worn\",\n})";
  const codes = findErrorCodes(house({ 'errors.ts': `export const fail = ${table};` }));
  expect(codes).toEqual([
    { code: 'ot/aged', message: "It's old | worn", place: 'packages/foundation/ot/src/errors.ts:3' },
    { code: 'ot/too-deep', message: 'Nested too deep', place: 'packages/foundation/ot/src/errors.ts:2' },
  ]);
  expect(errorsPage(codes)).toContain(
    "## ot\n\n| code | message |\n|---|---|\n| `ot/aged` | It's old \\| worn |\n",
  );
});

test('a message that is computed is refused with its place', () => {
  const root = house({ 'errors.ts': "defineErrors('ot', {\n  a: message() });" });
  expect(() => findErrorCodes(root)).toThrow(
    'packages/foundation/ot/src/errors.ts:2 a message has to be a plain string',
  );
});

test('a code in two tables, and a code in no table, are reported with their places', () => {
  const root = house({
    'a.ts': "defineErrors('ot', { one: 'One' });",
    'b.ts':
      "defineErrors('ot', { one: 'Again' });\nconst known = 'ot/one';\nconst unknown = 'ot/two';\nconst path = 'x/y';",
  });
  const codes = findErrorCodes(root);
  expect(duplicateCodes(codes)).toEqual([
    'packages/foundation/ot/src/b.ts:1 defines ot/one, which another table has already',
  ]);
  expect(undocumentedCodes(root, codes)).toEqual([
    'packages/foundation/ot/src/b.ts:3 names ot/two, which no table defines',
  ]);
});

test('the name of a module is no code, however much it looks like one', () => {
  const text = [
    "import { a } from 'ot/vanilla';",
    "export { b } from 'ot/react';",
    "declare module 'ot/context' {}",
    "throw fail('ot/gone');",
  ].join('\n');
  expect(undocumentedCodes(house({ 'a.ts': text }), [{ code: 'ot/known' }])).toEqual([
    'packages/foundation/ot/src/a.ts:4 names ot/gone, which no table defines',
  ]);
});
