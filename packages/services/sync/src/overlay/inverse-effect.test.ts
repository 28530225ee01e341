import {
  canonicalSnapshot,
  counter,
  defineSchema,
  emptySnapshot,
  json,
  set as members,
  string,
  table,
  text,
} from '@statehouse/db';
import { apply, applyEffect, type Change, type Edit } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { inverseEffect } from './inverse-effect.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    notes: table(
      { title: string(), body: text(), votes: counter(), tags: members(), style: json() },
      { order: { tree: 'cascade' } },
    ),
  },
});

const before = apply(
  emptySnapshot(schema),
  {
    edits: ['a', 'b'].map((id) => ({
      kind: 'insert',
      table: 'notes',
      id,
      fields: { title: 'T', body: 'hello', votes: 2, tags: ['x', 'y'], style: { ink: { color: 'red' } } },
      place: { parent: null, position: 'F' },
    })),
  },
  { client: 'z', sequence: 1 },
).state;

function modify(changes: Readonly<Record<string, Change>>): Edit {
  return { kind: 'modify', table: 'notes', id: 'a', changes };
}

const patches = [
  { path: ['ink', 'color'], value: 'blue' },
  { path: ['ink', 'width'], value: 2 },
  { path: ['ink', 'color'] },
  { path: ['paper'], value: {} },
];
const edits: readonly (readonly [string, readonly Edit[]])[] = [
  ['a value', [modify({ title: { kind: 'set', value: 'U' } })]],
  ['a counter', [modify({ votes: { kind: 'add', amount: -5 } })]],
  ['a set', [modify({ tags: { kind: 'members', include: ['z'], exclude: ['x'] } })]],
  ['places in JSON', [modify({ style: { kind: 'patch', patches } })]],
  ['a text', [modify({ body: { kind: 'text', incarnation: 'z:1', delta: [1, 'EE', -1, 2, '!', -1] } })]],
  ['a move', [{ kind: 'move', table: 'notes', id: 'a', place: { parent: 'b', position: 'G' } }]],
  [
    'an insertion',
    [{ kind: 'insert', table: 'notes', id: 'c', fields: {}, place: { parent: 'a', position: 'F' } }],
  ],
  [
    'a deletion with what it takes along',
    [
      { kind: 'move', table: 'notes', id: 'a', place: { parent: 'b', position: 'G' } },
      { kind: 'delete', table: 'notes', id: 'b' },
    ],
  ],
];

test.each(edits)('the inverse of %s leads back', (_, list) => {
  const { state, effect } = apply(before, { edits: list }, { client: 'm', sequence: 1 });
  expect(canonicalSnapshot(state)).not.toBe(canonicalSnapshot(before));
  expect(canonicalSnapshot(applyEffect(state, inverseEffect(effect)))).toBe(canonicalSnapshot(before));
});
