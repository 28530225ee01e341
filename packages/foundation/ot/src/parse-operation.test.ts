import { StatehouseError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import type { Edit } from './operation.ts';
import { parseOperation, parseTextDelta } from './parse-operation.ts';

const AT = { table: 'notes', id: 'n1' };
const LIMITS = { maxEdits: 3, maxIdBytes: 8, maxDepth: 4 };

const modify = (change: unknown, field = 'f') => ({ kind: 'modify', ...AT, changes: { [field]: change } });
const set = (value: unknown) => modify({ kind: 'set', value });
const text = (delta: unknown) => modify({ kind: 'text', incarnation: 'c:1', delta });
const insert = (fields: unknown) => ({ kind: 'insert', ...AT, fields });
const own = (json: string): unknown => JSON.parse(json);

function refusal(value: unknown): StatehouseError {
  try {
    parseOperation(value, LIMITS);
  } catch (error) {
    if (error instanceof StatehouseError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const wellFormed: readonly Edit[] = [
  { kind: 'insert', ...AT, fields: {} },
  {
    kind: 'insert',
    ...AT,
    fields: { a: null, b: [1, 'x', { c: true }] },
    place: { parent: null, position: 'a1' },
  },
  { kind: 'delete', ...AT },
  { kind: 'move', ...AT, place: { parent: 'p', position: 'Zz' } },
  { kind: 'modify', ...AT, changes: {} },
  { kind: 'modify', ...AT, changes: { f: { kind: 'set', value: 1.5 }, g: { kind: 'add', amount: -3 } } },
  { kind: 'modify', ...AT, changes: { f: { kind: 'text', incarnation: 'c:1', delta: [3, '😀', -2] } } },
  {
    kind: 'modify',
    ...AT,
    changes: { f: { kind: 'patch', patches: [{ path: ['a', ''], value: 1 }, { path: ['b'] }] } },
  },
  { kind: 'modify', ...AT, changes: { f: { kind: 'members', include: ['a', ''], exclude: ['b'] } } },
];

test.each(wellFormed)('a well-formed edit is accepted as the same object: %j', (edit) => {
  const operation = { edits: [edit], name: 'do', group: 'g', seen: 7 };
  expect(parseOperation(operation, LIMITS)).toBe(operation);
});

test('an operation without edits is accepted: rebasing may leave none', () => {
  expect(parseOperation({ edits: [] })).toEqual({ edits: [] });
});

test.each<{ name: string; code: string; value: unknown }>([
  { name: 'not an object', code: 'malformed-operation', value: 'edit' },
  { name: 'null', code: 'malformed-operation', value: null },
  { name: 'a list', code: 'malformed-operation', value: [] },
  { name: 'no edits', code: 'malformed-operation', value: {} },
  { name: 'edits that are no list', code: 'malformed-operation', value: { edits: { 0: set(1) } } },
  { name: 'too many edits', code: 'too-many-edits', value: { edits: [set(1), set(1), set(1), set(1)] } },
  { name: 'an unknown member', code: 'unknown-member', value: { edits: [], extra: 1 } },
  { name: 'an undefined member', code: 'malformed-operation', value: { edits: [], name: undefined } },
  { name: 'a name of another type', code: 'malformed-operation', value: { edits: [], name: 1 } },
  { name: 'a version below zero', code: 'malformed-operation', value: { edits: [], seen: -1 } },
  { name: 'half a version', code: 'unsafe-number', value: { edits: [], seen: 1.5 } },
  { name: 'a version that is text', code: 'unsafe-number', value: { edits: [], seen: '1' } },
  { name: 'an empty group', code: 'id-length', value: { edits: [], group: '' } },
  {
    name: 'a class instance',
    code: 'malformed-operation',
    value: new (class Box {
      edits = [];
    })(),
  },
])('$name is refused as $code', ({ value, code }) => {
  expect(refusal(value).code).toBe(`ot/${code}`);
});

test.each<{ name: string; code: string; edit: unknown }>([
  { name: 'an unknown kind', code: 'malformed-operation', edit: { kind: 'upsert', ...AT } },
  { name: 'null', code: 'malformed-operation', edit: null },
  { name: 'a hole', code: 'malformed-operation', edit: undefined },
  { name: 'an unknown member', code: 'unknown-member', edit: { kind: 'delete', ...AT, fields: {} } },
  {
    name: 'an id that is a number',
    code: 'malformed-operation',
    edit: { kind: 'delete', table: 't', id: 1 },
  },
  { name: 'an empty id', code: 'id-length', edit: { kind: 'delete', table: 't', id: '' } },
  { name: 'an id over the limit', code: 'id-length', edit: { kind: 'delete', table: 't', id: '123456789' } },
  {
    name: 'an id over the limit in bytes only',
    code: 'id-length',
    edit: { kind: 'delete', table: 't', id: '漢漢漢' },
  },
  {
    name: 'an id with half a pair',
    code: 'lone-surrogate',
    edit: { kind: 'delete', table: 't', id: '\ud83d' },
  },
  { name: 'a reserved id', code: 'id-length', edit: { kind: 'delete', table: 't', id: 'constructor' } },
  { name: 'a missing table', code: 'malformed-operation', edit: { kind: 'delete', id: 'x' } },
  { name: 'a move without place', code: 'malformed-operation', edit: { kind: 'move', ...AT } },
  {
    name: 'a place without parent',
    code: 'malformed-operation',
    edit: { kind: 'move', ...AT, place: { position: 'a1' } },
  },
  {
    name: 'an empty position',
    code: 'malformed-position',
    edit: { kind: 'move', ...AT, place: { parent: null, position: '' } },
  },
  {
    name: 'a position before which there is no room',
    code: 'malformed-position',
    edit: { kind: 'move', ...AT, place: { parent: null, position: 'a0' } },
  },
  { name: 'fields that are a list', code: 'malformed-operation', edit: insert([]) },
  { name: 'a field that is undefined', code: 'not-json', edit: insert({ a: undefined }) },
  { name: 'an unknown change', code: 'malformed-operation', edit: modify({ kind: 'replace' }) },
  { name: 'a change that is null', code: 'malformed-operation', edit: modify(null) },
  { name: 'a set without value', code: 'not-json', edit: modify({ kind: 'set' }) },
  { name: 'an amount that is a fraction', code: 'unsafe-number', edit: modify({ kind: 'add', amount: 0.5 }) },
  {
    name: 'an amount that is not safe',
    code: 'unsafe-number',
    edit: modify({ kind: 'add', amount: 2 ** 53 }),
  },
  { name: 'an amount that is text', code: 'unsafe-number', edit: modify({ kind: 'add', amount: '1' }) },
  { name: 'a delta that is not normal', code: 'malformed-delta', edit: text([-1, 'x']) },
  { name: 'an empty delta', code: 'malformed-delta', edit: text([]) },
  { name: 'a delta that is no list', code: 'malformed-delta', edit: text('x') },
  { name: 'a delta with half a pair', code: 'malformed-delta', edit: text(['\udc00']) },
  {
    name: 'an empty incarnation',
    code: 'id-length',
    edit: modify({ kind: 'text', incarnation: '', delta: ['x'] }),
  },
  {
    name: 'an empty path',
    code: 'malformed-operation',
    edit: modify({ kind: 'patch', patches: [{ path: [] }] }),
  },
  {
    name: 'a path with a number',
    code: 'malformed-operation',
    edit: modify({ kind: 'patch', patches: [{ path: [0] }] }),
  },
  {
    name: 'a path that is too long',
    code: 'too-deep',
    edit: modify({ kind: 'patch', patches: [{ path: ['a', 'b', 'c', 'd', 'e'] }] }),
  },
  {
    name: 'a reserved key in a path',
    code: 'forbidden-key',
    edit: modify({ kind: 'patch', patches: [{ path: ['__proto__'] }] }),
  },
  {
    name: 'a member twice',
    code: 'malformed-operation',
    edit: modify({ kind: 'members', include: ['a'], exclude: ['a'] }),
  },
  {
    name: 'a member that is a number',
    code: 'malformed-operation',
    edit: modify({ kind: 'members', include: [1], exclude: [] }),
  },
  {
    name: 'a missing list of members',
    code: 'malformed-operation',
    edit: modify({ kind: 'members', include: [] }),
  },
])('an edit with $name is refused as $code', ({ edit, code }) => {
  expect(refusal({ edits: [edit] }).code).toBe(`ot/${code}`);
});

test.each<{ name: string; code: string; value: unknown }>([
  { name: 'infinity', code: 'unsafe-number', value: own('1e400') },
  { name: 'not a number', code: 'unsafe-number', value: Number.NaN },
  { name: 'undefined in a list', code: 'not-json', value: [undefined] },
  { name: 'a function', code: 'not-json', value: () => 1 },
  { name: 'a big integer', code: 'not-json', value: 1n },
  { name: 'a date', code: 'not-json', value: new Date(0) },
  { name: 'a map', code: 'not-json', value: new Map() },
  { name: 'half a pair', code: 'lone-surrogate', value: { a: ['\ud83d'] } },
  { name: 'half a pair in a key', code: 'lone-surrogate', value: { '\udc00': 1 } },
  { name: 'too many levels', code: 'too-deep', value: [[[[[]]]]] },
  { name: 'own __proto__', code: 'forbidden-key', value: own('{"a":{"__proto__":{"admin":true}}}') },
  { name: 'own constructor', code: 'forbidden-key', value: own('[{"constructor":1}]') },
  { name: 'own prototype', code: 'forbidden-key', value: { prototype: null } },
])('$name in a value is refused as $code, by set, insert and patch alike', ({ value, code }) => {
  const patch = modify({ kind: 'patch', patches: [{ path: ['a'], value }] });
  for (const edit of [set(value), insert({ f: value }), patch]) {
    expect(refusal({ edits: [edit] }).code).toBe(`ot/${code}`);
  }
});

test('nesting of ten thousand levels is refused without running out of stack', () => {
  expect(refusal({ edits: [set(own('['.repeat(10_000) + ']'.repeat(10_000)))] }).code).toBe('ot/too-deep');
});

test.each(['__proto__', 'constructor', 'prototype'])(
  '%s names no table, no entity and no field',
  (reserved) => {
    const limits = { ...LIMITS, maxIdBytes: 128 };
    const edits = [
      { kind: 'delete', table: reserved, id: 'x' },
      { kind: 'delete', table: 't', id: reserved },
      { kind: 'modify', ...AT, changes: own(`{"${reserved}":{"kind":"add","amount":1}}`) },
      { kind: 'insert', ...AT, fields: own(`{"${reserved}":1}`) },
      { kind: 'move', ...AT, place: { parent: reserved, position: 'a1' } },
    ];
    for (const edit of edits) {
      const forbidden = expect.objectContaining({ code: 'ot/forbidden-key' });
      expect(() => parseOperation({ edits: [edit] }, limits)).toThrow(forbidden);
    }
  },
);

test('two deltas for one text are refused, for two texts accepted', () => {
  const one = text(['x']);
  expect(refusal({ edits: [one, set(1), text(['y'])] }).code).toBe('ot/duplicate-text-delta');
  const otherField = modify({ kind: 'text', incarnation: 'c:1', delta: ['y'] }, 'g');
  const otherEntity = { ...one, id: 'n2' };
  expect(parseOperation({ edits: [one, otherField, otherEntity] }, LIMITS).edits.length).toBe(3);
});

test('minus zero becomes zero, in a copy', () => {
  const value = { edits: [set({ a: [-0] }), modify({ kind: 'add', amount: -0 })] };
  expect(parseOperation(value, LIMITS)).toStrictEqual({
    edits: [set({ a: [0] }), modify({ kind: 'add', amount: 0 })],
  });
  expect(value.edits[0]).toStrictEqual(set({ a: [-0] }));
});

test('no error repeats what was sent', () => {
  const secret = 'hunter2';
  const attempts = [
    { edits: [], [secret]: 1 },
    { edits: [{ kind: secret }] },
    { edits: [{ kind: 'delete', table: secret, id: `${secret}${secret}` }] },
    { edits: [modify({ kind: 'text', incarnation: 'c:1', delta: [secret, secret] })] },
    { edits: [modify({ kind: 'set', value: { [secret]: own('{"__proto__":1}') } })] },
    { edits: [modify({ kind: secret }, secret)] },
  ];
  for (const attempt of attempts) {
    const error = refusal(attempt);
    expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain(secret);
  }
});

test('an error names the edit by its index', () => {
  expect(refusal({ edits: [set(1), text([])] }).message).toContain('edits[1].delta');
});

test('a text delta alone is parsed', () => {
  expect(parseTextDelta([1, 'x'])).toEqual([1, 'x']);
  const malformed = expect.objectContaining({ code: 'ot/malformed-delta' });
  for (const value of [[], 'x', null, [1]]) expect(() => parseTextDelta(value)).toThrow(malformed);
});
