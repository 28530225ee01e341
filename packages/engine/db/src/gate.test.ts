import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isStatehouseError } from '@statehouse/kernel';
import type { Change, Edit, Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { json, set, string } from './field.ts';
import { checkOperation } from './gate.ts';
import { defineSchema, type Schema } from './schema.ts';
import { table } from './table-definition.ts';
import { sampleSchema } from './testing/sample-schema.ts';

const place = { parent: null, position: 'a1' };

/** The code of the refusal, without its scope; `ok` if there is none. */
function verdict(edits: unknown, schema: Schema = sampleSchema): string {
  const operation: Operation = JSON.parse('{}');
  try {
    checkOperation(schema, Object.assign(operation, { edits }));
    return 'ok';
  } catch (error) {
    if (isStatehouseError(error)) return error.code.slice('db/'.length);
    throw error;
  }
}

const change = (field: string, one: unknown, table_ = 'items') =>
  verdict([{ kind: 'modify', table: table_, id: 'i', changes: { [field]: one } }]);
const setTo = (field: string, value: unknown, table_ = 'items') =>
  change(field, { kind: 'set', value }, table_);
const insert = (fields: unknown, more: object = { place }, table_ = 'items') =>
  verdict([{ kind: 'insert', table: table_, id: 'i', fields, ...more }]);

test('well-formed edits of every kind pass', () => {
  expect(insert({ list: 'l' })).toBe('ok');
  expect(
    insert({
      list: 'l',
      note: 'x',
      tags: ['a', 'b'],
      votes: -3,
      meta: { a: [1, null] },
      assignees: ['p', 'q'],
    }),
  ).toBe('ok');
  expect(insert({ list: 'l', note: { incarnation: 'c:1', text: 'x' } })).toBe('ok');
  expect(insert({ name: 'x', email: null }, {}, 'people')).toBe('ok');
  expect(verdict([{ kind: 'delete', table: 'items', id: 'i' }])).toBe('ok');
  expect(verdict([{ kind: 'move', table: 'items', id: 'i', place: { parent: 'j', position: 'a1' } }])).toBe(
    'ok',
  );
  expect(change('note', { kind: 'text', incarnation: 'c:1', delta: [1, 'x', -2] })).toBe('ok');
  expect(change('votes', { kind: 'add', amount: -5 })).toBe('ok');
  expect(change('tags', { kind: 'members', include: ['a'], exclude: ['b'] })).toBe('ok');
  expect(change('meta', { kind: 'patch', patches: [{ path: ['a', 'b'], value: 1 }, { path: ['c'] }] })).toBe(
    'ok',
  );
  expect(setTo('blockedBy', null)).toBe('ok');
  expect(setTo('color', 'red', 'lists')).toBe('ok');
});

test('unknown tables and fields are refused, those of Object.prototype too', () => {
  expect(verdict([{ kind: 'delete', table: 'things', id: 'i' }])).toBe('unknown-table');
  expect(verdict([{ kind: 'delete', table: 'constructor', id: 'i' }])).toBe('unknown-table');
  expect(setTo('colour', 1)).toBe('unknown-field');
  expect(setTo('toString', 1)).toBe('unknown-field');
  expect(insert({ list: 'l', id: 'x' })).toBe('unknown-field');
  expect(insert(JSON.parse('{"list":"l","__proto__":1}'))).toBe('unknown-field');
});

test('ids are strings of 1 to 128 bytes of well-formed text', () => {
  const remove = (id: unknown) => verdict([{ kind: 'delete', table: 'items', id }]);
  expect(remove('x'.repeat(128))).toBe('ok');
  expect(remove('é'.repeat(64))).toBe('ok');
  expect(remove('🙂'.repeat(32))).toBe('ok');
  expect(remove('../\u0000*>"')).toBe('ok');
  for (const id of [
    '',
    'x'.repeat(129),
    'é'.repeat(65),
    '€'.repeat(43),
    '🙂'.repeat(33),
    '\ud800',
    7,
    null,
    undefined,
  ]) {
    expect(remove(id), String(id)).toBe('invalid-id');
  }
});

test('values of another type than the field takes are refused', () => {
  for (const [field, value] of [
    ['title', 7],
    ['title', null],
    ['title', '\udc00'],
    ['title', undefined],
    ['done', 'true'],
    ['due', 1.5],
    ['due', 2 ** 53],
    ['list', 7],
    ['list', ''],
    ['list', null],
    ['assignees', 'p'],
    ['assignees', ['p', 'p']],
    ['assignees', ['p', null]],
    ['meta', { a: Number.NaN }],
    ['meta', [Number.POSITIVE_INFINITY]],
    ['meta', { a: undefined }],
    ['meta', '\ud800'],
    ['meta', { '\ud800': 1 }],
    ['meta', new Array(2)],
    ['meta', () => 1],
  ] as const) {
    expect(setTo(field, value), `${field} = ${String(value)}`).toBe('wrong-type');
  }
  expect(setTo('color', 'green', 'lists')).toBe('wrong-type');
  expect(insert({ list: 'l', votes: 0.5 })).toBe('wrong-type');
  expect(insert({ list: 'l', tags: ['b', 'a'] })).toBe('wrong-type');
  expect(insert({ list: 'l', note: 7 })).toBe('wrong-type');
  expect(insert({ list: 'l', note: '\ud800' })).toBe('wrong-type');
  expect(insert({ list: 'l', note: { incarnation: 'c:1', text: 7 } })).toBe('wrong-type');
  expect(insert({ list: 'l', note: { incarnation: 'c:1', text: '', more: 1 } })).toBe('wrong-type');
  expect(change('votes', { kind: 'add', amount: 0.5 })).toBe('wrong-type');
  expect(change('tags', { kind: 'members', include: [7], exclude: [] })).toBe('wrong-type');
});

test('JSON is bounded in depth, and keys that reach into prototypes are refused', () => {
  const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(setTo('meta', nested(64))).toBe('ok');
  expect(setTo('meta', nested(65))).toBe('wrong-type');
  expect(setTo('meta', nested(10_000))).toBe('wrong-type');
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    expect(setTo('meta', JSON.parse(`{"a":{"${key}":1}}`))).toBe('reserved-key');
    expect(change('meta', { kind: 'patch', patches: [{ path: ['a', key], value: 1 }] })).toBe('reserved-key');
    expect(
      change('meta', { kind: 'patch', patches: [{ path: ['a'], value: JSON.parse(`{"${key}":1}`) }] }),
    ).toBe('reserved-key');
  }
  expect(change('meta', { kind: 'patch', patches: [{ path: ['a'], value: nested(64) }] })).toBe('wrong-type');
});

test('a change of the wrong kind is ill-formed', () => {
  const changes: Record<string, Change> = {
    set: { kind: 'set', value: 'x' },
    add: { kind: 'add', amount: 1 },
    members: { kind: 'members', include: ['x'], exclude: [] },
    patch: { kind: 'patch', patches: [{ path: ['x'], value: 1 }] },
    text: { kind: 'text', incarnation: 'c:1', delta: ['x'] },
  };
  const fits: Record<string, string[]> = {
    set: ['title', 'meta', 'list'],
    add: ['votes'],
    members: ['tags'],
    patch: ['meta'],
    text: ['note'],
  };
  for (const [kind, one] of Object.entries(changes)) {
    for (const field of ['title', 'meta', 'list', 'votes', 'tags', 'note']) {
      expect(change(field, one), `${kind} of ${field}`).toBe(
        fits[kind]?.includes(field) ? 'ok' : 'ill-formed',
      );
    }
  }
});

test('changes that say nothing, or say it twice, are ill-formed', () => {
  expect(verdict([{ kind: 'modify', table: 'items', id: 'i', changes: {} }])).toBe('ill-formed');
  expect(change('title', undefined)).toBe('ill-formed');
  expect(change('tags', { kind: 'members', include: [], exclude: [] })).toBe('ill-formed');
  expect(change('tags', { kind: 'members', include: ['a'], exclude: ['a'] })).toBe('ill-formed');
  expect(change('meta', { kind: 'patch', patches: [] })).toBe('ill-formed');
  expect(change('meta', { kind: 'patch', patches: [{ path: [], value: 1 }] })).toBe('ill-formed');
  expect(change('meta', { kind: 'patch', patches: [{ path: ['\ud800'], value: 1 }] })).toBe('ill-formed');
  for (const delta of [[], [0], [3], ['a', 3], [-1, 'a'], [1, 2, 'a'], ['\ud800']]) {
    expect(change('note', { kind: 'text', incarnation: 'c:1', delta }), JSON.stringify(delta)).toBe(
      'ill-formed',
    );
  }
  expect(change('note', { kind: 'text', incarnation: '', delta: ['x'] })).toBe('ill-formed');
});

test('there is one delta for each text in an operation', () => {
  const typed = (id: string): Edit => ({
    kind: 'modify',
    table: 'items',
    id,
    changes: { note: { kind: 'text', incarnation: 'c:1', delta: ['x'] } },
  });
  expect(verdict([typed('a'), typed('b')])).toBe('ok');
  expect(verdict([typed('a'), { kind: 'delete', table: 'lists', id: 'l' }, typed('a')])).toBe('ill-formed');
});

test('places stand exactly where the table has an order', () => {
  expect(insert({ list: 'l' }, {})).toBe('ill-formed');
  expect(insert({ name: 'x' }, { place }, 'people')).toBe('ill-formed');
  expect(insert({ name: 'x' }, { place: { parent: 'l', position: 'a1' } }, 'lists')).toBe('ill-formed');
  expect(verdict([{ kind: 'move', table: 'people', id: 'p', place }])).toBe('ill-formed');
  expect(verdict([{ kind: 'move', table: 'items', id: 'p', place: { parent: '', position: 'a1' } }])).toBe(
    'invalid-id',
  );
  for (const position of ['', '0', 'a0', 'a-1', 'a\u0000', 'x'.repeat(513), 7]) {
    expect(insert({ list: 'l' }, { place: { parent: null, position } }), String(position)).toBe('ill-formed');
  }
});

test('an insertion gives what has no default', () => {
  expect(insert({})).toBe('missing-field');
  expect(insert({ list: null })).toBe('wrong-type');
});

function validator(judge: (value: unknown) => boolean): StandardSchemaV1 {
  return {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => (judge(value) ? { value } : { issues: [{ message: 'too short' }] }),
    },
  };
}

const later: StandardSchemaV1 = {
  '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('never heard')) },
};

const checked = defineSchema({
  version: 1,
  tables: {
    things: table({
      name: string()
        .nullable()
        .check(validator((value) => typeof value === 'string' && value.length > 2)),
      tags: set().check(validator((value) => value !== 'bad')),
      data: json()
        .nullable()
        .check(validator((value) => typeof value === 'object')),
      slow: string().nullable().check(later),
    }),
  },
});

test('validators judge new values, members and initial values, but never null', () => {
  const things = (changes: object) =>
    verdict([{ kind: 'modify', table: 'things', id: 't', changes }], checked);
  const insertThing = (fields: object) =>
    verdict([{ kind: 'insert', table: 'things', id: 't', fields }], checked);
  expect(things({ name: { kind: 'set', value: 'long' } })).toBe('ok');
  expect(things({ name: { kind: 'set', value: 'x' } })).toBe('invalid-value');
  expect(things({ name: { kind: 'set', value: null } })).toBe('ok');
  expect(things({ tags: { kind: 'members', include: ['bad'], exclude: [] } })).toBe('invalid-value');
  expect(things({ tags: { kind: 'members', include: ['good'], exclude: ['bad'] } })).toBe('ok');
  expect(insertThing({ name: 'x' })).toBe('invalid-value');
  expect(insertThing({ tags: ['bad', 'good'] })).toBe('invalid-value');
  expect(insertThing({ tags: ['good'] })).toBe('ok');
});

test('a validator that answers with a promise is refused', () => {
  expect(
    verdict(
      [{ kind: 'modify', table: 'things', id: 't', changes: { slow: { kind: 'set', value: 'x' } } }],
      checked,
    ),
  ).toBe('async-validator');
});

test('a JSON field with a validator is not patched, for the gate has no state to judge it by', () => {
  const patch = { kind: 'patch', patches: [{ path: ['a'], value: 1 }] };
  expect(verdict([{ kind: 'modify', table: 'things', id: 't', changes: { data: patch } }], checked)).toBe(
    'ill-formed',
  );
});

test('a refusal never repeats the value', () => {
  const secret = 'sk-123456';
  try {
    checkOperation(sampleSchema, {
      edits: [{ kind: 'modify', table: 'items', id: 'i', changes: { done: { kind: 'set', value: secret } } }],
    });
    expect.unreachable();
  } catch (error) {
    expect(JSON.stringify([String(error), isStatehouseError(error) && error.details])).not.toContain(secret);
  }
});
