import { expect, test } from 'vitest';
import type { Effect } from './effect.ts';
import { invert } from './invert.ts';

const AT = { table: 'notes', id: 'n' };

test('an inverse takes back entity by entity in reverse order', () => {
  const row = {
    fields: { body: { incarnation: 'm:1', text: 'old' } },
    place: { parent: null, position: 'a1' },
  };
  const effect: Effect = [
    { kind: 'insert', table: 'notes', id: 'new', row: { fields: {} } },
    { kind: 'delete', ...AT, row },
  ];
  expect(invert(effect)).toEqual({
    edits: [
      { kind: 'insert', ...AT, ...row },
      { kind: 'delete', table: 'notes', id: 'new' },
    ],
  });
});

test('an inverse takes back each kind of change', () => {
  const effect: Effect = [
    {
      kind: 'modify',
      ...AT,
      fields: {
        title: { kind: 'set', before: 'old', after: 'new' },
        votes: { kind: 'add', amount: 3 },
        still: { kind: 'add', amount: 0 },
        tags: { kind: 'members', included: ['red'], excluded: ['blue'] },
        meta: {
          kind: 'patch',
          patches: [
            { path: ['p'], after: 1 },
            { path: ['p'], before: 1, after: 2 },
            { path: ['q'], before: 3 },
          ],
        },
        body: { kind: 'text', incarnation: 'm:1', delta: [1, 'new', -3], removed: 'old' },
      },
    },
  ];
  expect(invert(effect)).toStrictEqual({
    edits: [
      {
        kind: 'modify',
        ...AT,
        changes: {
          title: { kind: 'set', value: 'old' },
          votes: { kind: 'add', amount: -3 },
          still: { kind: 'add', amount: 0 },
          tags: { kind: 'members', include: ['blue'], exclude: ['red'] },
          meta: {
            kind: 'patch',
            patches: [{ path: ['q'], value: 3 }, { path: ['p'], value: 1 }, { path: ['p'] }],
          },
          body: { kind: 'text', incarnation: 'm:1', delta: [1, 'old', -3] },
        },
      },
    ],
  });
});

test('a move is taken back as a move, without an empty modify', () => {
  const [before, after] = [
    { parent: null, position: 'a1' },
    { parent: 'p', position: 'b1' },
  ];
  expect(invert([{ kind: 'modify', ...AT, fields: {}, place: { before, after } }])).toEqual({
    edits: [{ kind: 'move', ...AT, place: before }],
  });
});

test('an effect that changed nothing has an inverse without edits', () => {
  expect(invert([])).toEqual({ edits: [] });
});
