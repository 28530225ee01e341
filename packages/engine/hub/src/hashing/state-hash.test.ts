import { createHash } from 'node:crypto';
import { canonicalize, type Json } from '@statehouse/kernel';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../redaction/redactor.ts';
import { digestOf, stateHash } from './state-hash.ts';

const redactor = createRedactor({ sensitive: [], key: 'a key of more than sixteen bytes' });
const json = fc.jsonValue({ maxDepth: 4 }).map((value): Json => JSON.parse(JSON.stringify(value)));

function hashOf(value: unknown): string {
  return stateHash(redactor.redact(value));
}

/** The same value with the members of its objects in the opposite order. */
function turned(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
}

describe('the hash of a state', () => {
  test('is made by SHA-256', () => {
    const text = 'žluťoučký kůň';
    expect(digestOf(text)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('is the same for the same value, in whatever order its members stand', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(stateHash(turned(value))).toBe(stateHash(value));
        expect(stateHash(structuredClone(value))).toBe(stateHash(value));
      }),
      cases(500),
    );
  });

  test('is another one for another value', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(stateHash(one) === stateHash(other)).toBe(canonicalize(one) === canonicalize(other));
      }),
      cases(2_000),
    );
  });

  test('of a wide object does not hang on which one was seen before', () => {
    const wide = (width: number, last: string): Json =>
      Object.fromEntries(Array.from({ length: width }, (_, at) => [at === width - 1 ? last : `k${at}`, at]));
    const first = stateHash(wide(100, 'a'));
    const second = stateHash(wide(100, 'b'));
    stateHash(wide(101, 'c'));
    expect(second).not.toBe(first);
    expect(stateHash(wide(100, 'b'))).toBe(second);
  });

  test('does not care for the order of maps and sets, nor for the sign of zero', () => {
    expect(
      hashOf(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      ),
    ).toBe(
      hashOf(
        new Map([
          ['b', 2],
          ['a', 1],
        ]),
      ),
    );
    expect(hashOf(new Set(['a', { b: 1 }]))).toBe(hashOf(new Set([{ b: 1 }, 'a'])));
    expect(hashOf([-0])).toBe(hashOf([0]));
    expect(hashOf({ a: [new Map([['a', 1]])] })).not.toBe(hashOf({ a: [new Map([['a', 2]])] }));
  });

  test('tells kinds of values apart', () => {
    const values = [
      null,
      undefined,
      0,
      '0',
      0n,
      false,
      '',
      [],
      {},
      new Map(),
      new Set(),
      Number.NaN,
      '#',
      [[]],
      [{}],
    ];
    expect(new Set(values.map(hashOf)).size).toBe(values.length);
  });

  test('digests what two states share only once', () => {
    const shared = { rows: Array.from({ length: 5_000 }, (_, id) => ({ id, text: `row ${id}` })) };
    const pass = redactor.begin();
    pass.learn({ shared, other: 0 });
    const measure = (other: number) => {
      const startMs = performance.now();
      stateHash(pass.project({ shared, other }));
      return performance.now() - startMs;
    };
    const first = measure(0);
    const later = [1, 2, 3].map(measure).sort((a, b) => a - b);
    expect(later[1] ?? first).toBeLessThan(first / 10);
  });
});
