import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateCodec } from '../codec/codec.ts';
import { applyDifferences, differencesBetween } from './patch.ts';

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '', '$tag', '$value', '1');
const leaf = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom('', 'x', '⟨', null, true, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, 12n),
  fc.date({ noInvalidDate: true }),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    fc.array(fc.tuple(leaf, tie('tree')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(leaf, { maxLength: 3 }).map((members) => new Set(members)),
  ),
}));

test('the differences between two states, stored and read back, make the one of the other', () => {
  const codec = stateCodec();
  fc.assert(
    fc.property(tree, tree, fc.nat(4), (before, after, times) => {
      // Some of it is shared, as it is between neighbouring states.
      const mixed = times === 0 ? after : [before, { inner: before, other: after }, after];
      const base = times === 0 ? before : [before, { inner: before, other: before }, before];
      const differences = differencesBetween(base, mixed);
      const stored = JSON.parse(JSON.stringify(codec.encode(differences)));
      const read = codec.decode(stored);
      expect(read).toEqual(differences);
      expect(applyDifferences(base, differences)).toEqual(mixed);
      expect(differencesBetween(mixed, mixed)).toEqual([]);
    }),
    cases(2_000),
  );
});

test('what did not change is the same object afterwards', () => {
  const shared = { deep: [1, 2, 3] };
  const before = { shared, list: [shared, { x: 1 }], gone: 1 };
  const after = { shared, list: [shared, { x: 2 }, shared] };
  const made = applyDifferences(before, differencesBetween(before, after));
  expect(made).toEqual(after);
  expect(made).toHaveProperty('shared', shared);
  expect(
    typeof made === 'object' && made !== null && 'list' in made && Array.isArray(made.list) && made.list[0],
  ).toBe(shared);
});

test('a long list to which something is added costs what is added', () => {
  const before = { list: Array.from({ length: 10_000 }, (_, at) => ({ at })) };
  const after = { list: before.list.toSpliced(5_000, 1, { at: -1 }, { at: -2 }) };
  expect(differencesBetween(before, after)).toEqual([
    { path: ['list'], kind: 'splice', at: 5_000, removed: 1, inserted: [{ at: -1 }, { at: -2 }] },
  ]);
});

test('what holds itself, or is of an unknown class, is refused with its place', () => {
  const codec = stateCodec();
  const ring: Record<string, unknown> = { a: {} };
  ring.a = { back: ring };
  expect(() => codec.encode(ring)).toThrowError(expect.objectContaining({ code: 'persist/cyclic' }));
  expect(() => codec.encode({ a: [new URL('http://x')] })).toThrowError(
    /The value at a\.0 cannot be stored: it is of the class URL/,
  );
  expect(() => codec.encode({ f: Symbol('s') })).toThrowError(
    expect.objectContaining({ code: 'persist/not-storable' }),
  );
  expect(() => codec.decode({ $tag: 'money', $value: 1 })).toThrowError(
    expect.objectContaining({ code: 'persist/unknown-tag' }),
  );
});
