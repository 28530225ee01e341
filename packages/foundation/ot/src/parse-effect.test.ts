import { expect, test } from 'vitest';
import type { Conflict } from './conflict.ts';
import type { Effect } from './effect.ts';
import { parseConflicts } from './parse-conflicts.ts';
import { parseEffect } from './parse-effect.ts';

const AT = { table: 'notes', id: 'n1' };
const field = (effect: unknown) => [{ kind: 'modify', ...AT, fields: { f: effect } }];

const wellFormed: readonly Effect[] = [
  [],
  [{ kind: 'insert', ...AT, row: { fields: { a: 1 } } }],
  [{ kind: 'delete', ...AT, row: { fields: {}, place: { parent: null, position: '' } } }],
  [
    {
      kind: 'modify',
      ...AT,
      fields: {
        a: { kind: 'set', before: null, after: [1] },
        b: {
          kind: 'patch',
          patches: [
            { path: ['x'], before: 1 },
            { path: ['y'], after: 2 },
          ],
        },
        c: { kind: 'add', amount: 3 },
        d: { kind: 'text', incarnation: 'c:1', delta: [1, 'x', -2], removed: 'ab' },
        e: { kind: 'members', included: ['x'], excluded: [] },
      },
      place: { before: { parent: null, position: 'a1' }, after: { parent: 'p', position: 'a2' } },
    },
  ],
];

test.each(wellFormed.map((effect) => [effect]))(
  'a well-formed effect is accepted as the same object: %j',
  (effect) => {
    expect(parseEffect(effect)).toBe(effect);
  },
);

test.each<{ name: string; code: string; value: unknown }>([
  { name: 'not a list', code: 'malformed-effect', value: {} },
  { name: 'an unknown kind', code: 'malformed-effect', value: [{ kind: 'move', ...AT }] },
  {
    name: 'an unknown member',
    code: 'unknown-member',
    value: [{ kind: 'insert', ...AT, row: { fields: {} }, by: 1 }],
  },
  { name: 'a missing row', code: 'malformed-effect', value: [{ kind: 'insert', ...AT }] },
  { name: 'a row without fields', code: 'malformed-effect', value: [{ kind: 'delete', ...AT, row: {} }] },
  { name: 'a set without before', code: 'not-json', value: field({ kind: 'set', after: 1 }) },
  {
    name: 'a removed of another length',
    code: 'malformed-effect',
    value: field({ kind: 'text', incarnation: 'c:1', delta: [-2], removed: 'a' }),
  },
  {
    name: 'a delta that is not normal',
    code: 'malformed-delta',
    value: field({ kind: 'text', incarnation: 'c:1', delta: [2], removed: '' }),
  },
  { name: 'an unsafe amount', code: 'unsafe-number', value: field({ kind: 'add', amount: 1e300 }) },
  {
    name: 'a reserved field',
    code: 'forbidden-key',
    value: [{ kind: 'modify', ...AT, fields: JSON.parse('{"__proto__":{"kind":"add","amount":1}}') }],
  },
  {
    name: 'a half place',
    code: 'malformed-effect',
    value: [{ kind: 'modify', ...AT, fields: {}, place: { before: { parent: null, position: 'a' } } }],
  },
  {
    name: 'a member twice',
    code: 'malformed-effect',
    value: field({ kind: 'members', included: ['a', 'a'], excluded: [] }),
  },
  { name: 'an unknown field effect', code: 'malformed-effect', value: field({ kind: 'reset' }) },
])('an effect with $name is refused as $code', ({ value, code }) => {
  expect(() => parseEffect(value)).toThrow(expect.objectContaining({ code: `ot/${code}` }));
});

test('minus zero in an effect becomes zero, in a copy', () => {
  const parsed = parseEffect(field({ kind: 'set', before: -0, after: 1 }));
  expect(parsed).toStrictEqual(field({ kind: 'set', before: 0, after: 1 }));
});

const conflict: Conflict = { kind: 'cycle', ...AT, field: 'parent', lost: { parent: 'p', position: 'a1' } };

test('conflicts are accepted as the same list', () => {
  const conflicts = [conflict, { kind: 'entity-missing' as const, ...AT, lost: null }];
  expect(parseConflicts(conflicts)).toBe(conflicts);
});

test.each<{ name: string; code: string; value: unknown }>([
  { name: 'not a list', code: 'malformed-conflicts', value: conflict },
  { name: 'an unknown kind', code: 'malformed-conflicts', value: [{ ...conflict, kind: 'other' }] },
  { name: 'an unknown member', code: 'unknown-member', value: [{ ...conflict, why: '' }] },
  { name: 'nothing lost', code: 'not-json', value: [{ kind: 'cycle', ...AT }] },
  { name: 'an empty id', code: 'id-length', value: [{ ...conflict, id: '' }] },
])('conflicts with $name are refused as $code', ({ value, code }) => {
  expect(() => parseConflicts(value)).toThrow(expect.objectContaining({ code: `ot/${code}` }));
});
