import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tenantFileName } from './tenant-file.ts';

const tenant = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 42 })
  .filter((name) => new TextEncoder().encode(name).length <= 128);
const seed = process.env.STATEHOUSE_SEED;
const settings = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 2_000),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

/** Reads the bits back, which shows that no two tenants share a file. */
function tenantOf(fileName: string): string {
  const digits = fileName.slice('t-'.length, -'.sqlite'.length);
  const bits = [...digits].map((digit) =>
    '234567'.includes(digit) ? digit.charCodeAt(0) - 24 : digit.charCodeAt(0) - 97,
  );
  const text = bits.map((value) => value.toString(2).padStart(5, '0')).join('');
  const bytes = Array.from({ length: Math.floor(text.length / 8) }, (_, index) =>
    Number.parseInt(text.slice(index * 8, index * 8 + 8), 2),
  );
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(Uint8Array.from(bytes));
}

test('a file name gives its tenant back', () => {
  fc.assert(
    fc.property(tenant, (name) => {
      expect(tenantOf(tenantFileName(name))).toBe(name);
    }),
    settings,
  );
});

test('a file name is short, in lower case, and means nothing to a file system', () => {
  fc.assert(
    fc.property(tenant, (name) => {
      expect(tenantFileName(name)).toMatch(/^t-[a-z2-7]+\.sqlite$/);
    }),
    settings,
  );
  expect(`${tenantFileName('x'.repeat(128))}-journal`.length).toBeLessThanOrEqual(255);
});

test('RFC 4648 agrees', () => {
  expect(tenantFileName('foobar')).toBe('t-mzxw6ytboi.sqlite');
  expect(tenantFileName('fooba')).toBe('t-mzxw6ytb.sqlite');
});
