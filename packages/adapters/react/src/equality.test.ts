import { expect, test } from 'vitest';
import { deepEqual, shallowEqual } from './equality.ts';

const member = { a: 1 };

test.each([
  ['the same list', [member, 1], [member, 1], true],
  ['another member', [member, 1], [{ a: 1 }, 1], false],
  ['a longer list', [member], [member, 1], false],
  ['the same record', { a: member, b: undefined }, { b: undefined, a: member }, true],
  ['a key for another', { a: undefined }, { b: undefined }, false],
  ['the same set', new Set(['a', 'b']), new Set(['b', 'a']), true],
  ['another set', new Set(['a']), new Set(['b']), false],
  ['the same map', new Map([['a', member]]), new Map([['a', member]]), true],
  ['another map', new Map([['a', 1]]), new Map([['a', 2]]), false],
  ['a list and a record', [], {}, false],
  ['null and a record', null, {}, false],
  ['NaN', Number.NaN, Number.NaN, true],
  ['objects with an inside', new Date(0), new Date(0), false],
])('shallow: %s', (_name, before, now, expected) => {
  expect(shallowEqual(before, now)).toBe(expected);
  expect(shallowEqual(now, before)).toBe(expected);
});

test('deep equality looks at every depth, and nowhere beyond', () => {
  const status = () => ({ phase: 'live', error: { code: 'x', at: [1, { two: 2 }] } });
  expect(deepEqual(status(), status())).toBe(true);
  expect(deepEqual(status(), { ...status(), error: { code: 'x', at: [1, { two: 3 }] } })).toBe(false);
  expect(deepEqual({ error: undefined }, {})).toBe(false);
});
