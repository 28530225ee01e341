import { expect, test } from 'vitest';
import { bytesBeside } from './byte-estimate.ts';

test('what two states share is not counted', () => {
  const shared = { text: 'x'.repeat(10_000) };
  const list = Array.from({ length: 100 }, () => ({ text: 'x'.repeat(100) }));
  expect(bytesBeside({ shared, list }, undefined)).toBeGreaterThan(40_000);
  const changed = [...list.slice(0, 99), { text: 'y' }];
  expect(bytesBeside({ shared, list: changed }, { shared, list })).toBeLessThan(2_000);
  expect(bytesBeside(new Set([shared]), new Set([shared]))).toBeLessThan(100);
  expect(bytesBeside(new Map([[1, shared]]), new Map([[1, shared]]))).toBeLessThan(100);
  expect(bytesBeside(shared, shared)).toBe(0);
});

test('what is binary counts as long as it is', () => {
  expect(bytesBeside(new Uint8Array(5_000), undefined)).toBe(5_024);
});

test('what refers to itself is counted once', () => {
  const self: { text: string; self?: unknown } = { text: 'x'.repeat(1_000) };
  self.self = self;
  expect(bytesBeside(self, undefined)).toBeLessThan(3_000);
});

test('what is of a class is not looked into, however much it stands for', () => {
  const asked: string[] = [];
  const view = new Proxy(new (class Table {})(), {
    ownKeys() {
      asked.push('keys');
      return [];
    },
    get(_target, key) {
      asked.push(String(key));
      return undefined;
    },
  });
  const bytes = bytesBeside({ view }, undefined);
  expect(asked).toEqual([]);
  expect(bytes).toBeGreaterThan(1_000);
});

test('of a long list no more is looked at than says enough', () => {
  let looked = 0;
  const list = Array.from({ length: 10_000 }, () =>
    Object.defineProperty({}, 'value', {
      enumerable: true,
      get() {
        looked += 1;
        return 1;
      },
    }),
  );
  bytesBeside(list, undefined);
  expect(looked).toBeLessThanOrEqual(2_000);
});
