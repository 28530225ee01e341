import { expect, test } from 'vitest';
import type { EntityEffect, FieldEffect } from './effect.ts';
import type { Change, Edit } from './operation.ts';
import { mayOverwrite, overwrites } from './overwriting.ts';

const at = { table: 'notes', id: 'n1' };
const place = { parent: null, position: 'V' };

function modify(...changes: readonly Change[]): Edit {
  return {
    kind: 'modify',
    ...at,
    changes: Object.fromEntries(changes.map((change, index) => [index, change])),
  };
}

const merging: readonly Change[] = [
  { kind: 'add', amount: 1 },
  { kind: 'text', incarnation: 'c:1', delta: ['x'] },
  { kind: 'members', include: ['a'], exclude: [] },
];

test('an operation that only merges overwrites nothing', () => {
  expect(mayOverwrite({ edits: [] })).toBe(false);
  expect(mayOverwrite({ edits: [modify(...merging)] })).toBe(false);
});

test.each<readonly [string, Edit]>([
  ['set', modify(...merging, { kind: 'set', value: 1 })],
  ['patch', modify({ kind: 'patch', patches: [{ path: ['a'] }] })],
  ['move', { kind: 'move', ...at, place }],
  ['deletion', { kind: 'delete', ...at }],
  ['insertion, which may be the second of its id', { kind: 'insert', ...at, fields: {} }],
])('an operation with a %s may overwrite', (_, edit) => {
  expect(mayOverwrite({ edits: [modify(...merging), edit] })).toBe(true);
});

function modified(fields: Readonly<Record<string, FieldEffect>>): EntityEffect {
  return { kind: 'modify', ...at, fields };
}

test('an effect that inserted or merged has overwritten nothing', () => {
  const inserted: EntityEffect = { kind: 'insert', ...at, row: { fields: {} } };
  const merged = modified({
    votes: { kind: 'add', amount: 1 },
    body: { kind: 'text', incarnation: 'c:1', delta: ['x'], removed: '' },
    tags: { kind: 'members', included: ['a'], excluded: [] },
  });
  expect(overwrites([])).toBe(false);
  expect(overwrites([inserted, merged])).toBe(false);
});

test.each<readonly [string, EntityEffect]>([
  ['set', modified({ title: { kind: 'set', before: 1, after: 2 } })],
  ['patch', modified({ meta: { kind: 'patch', patches: [{ path: ['a'], before: 1 }] } })],
  [
    'move',
    {
      ...modified({}),
      kind: 'modify',
      fields: {},
      place: { before: place, after: { parent: 'x', position: 'V' } },
    },
  ],
  ['deletion', { kind: 'delete', ...at, row: { fields: {} } }],
])('an effect with a %s has', (_, item) => {
  expect(overwrites([modified({ votes: { kind: 'add', amount: 1 } }), item])).toBe(true);
});
