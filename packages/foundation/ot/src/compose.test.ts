import { expect, test } from 'vitest';
import { compose } from './compose.ts';
import type { Change, Edit, Operation } from './operation.ts';
import type { TextDelta } from './text-delta.ts';

const ORIGIN = { client: 'c', sequence: 7 };
const OWN = 'c:7';

function modify(id: string, changes: Readonly<Record<string, Change>>): Edit {
  return { kind: 'modify', table: 'notes', id, changes };
}
function typed(id: string, delta: TextDelta, incarnation = 'maker:1'): Edit {
  return modify(id, { body: { kind: 'text', incarnation, delta } });
}
function inserted(id: string, fields: Readonly<Record<string, string>>): Edit {
  return { kind: 'insert', table: 'notes', id, fields };
}
function composed(first: readonly Edit[], second: readonly Edit[]): readonly Edit[] | undefined {
  return compose({ edits: first }, { edits: second }, ORIGIN)?.edits;
}
const remove = (id: string): Edit => ({ kind: 'delete', table: 'notes', id });
const set = (value: string | number): Change => ({ kind: 'set', value });

test('keystrokes become one delta', () => {
  expect(composed([typed('a', [3, 'x'])], [typed('a', [4, 'y'])])).toEqual([typed('a', [3, 'xy'])]);
});

test('keystrokes join across edits of other entities', () => {
  const between = [modify('b', { title: set('t') })];
  expect(composed([typed('a', ['x']), ...between], [typed('a', [1, 'y'])])).toEqual([
    typed('a', ['xy']),
    ...between,
  ]);
});

test('typing that cancels out leaves no edit behind', () => {
  expect(composed([typed('a', [3, 'x'])], [typed('a', [3, -1])])).toEqual([]);
});

test('typing that cancels out leaves the other changes of its edit', () => {
  const first = modify('a', {
    body: { kind: 'text', incarnation: 'maker:1', delta: ['x'] },
    title: set('t'),
  });
  expect(composed([first], [typed('a', [-1])])).toEqual([modify('a', { title: set('t') })]);
});

test('typing into a text that the first created goes into its insertion', () => {
  expect(composed([inserted('a', { body: 'he' })], [typed('a', [2, 'y'], OWN)])).toEqual([
    inserted('a', { body: 'hey' }),
  ]);
  expect(composed([inserted('a', {})], [typed('a', ['y'], OWN)])).toEqual([inserted('a', { body: 'y' })]);
});

test('typing into a text that the first restored, or that an earlier edit may hold, does not join', () => {
  const fields = { body: { incarnation: 'maker:1', text: 'old' } };
  const restored: Edit = { kind: 'insert', table: 'notes', id: 'a', fields };
  expect(composed([restored], [typed('a', [3, 'er'])])).toBeUndefined();
  const twice = [inserted('a', { body: 'x' }), inserted('a', { body: 'x' })];
  expect(composed(twice, [typed('a', ['y'], OWN)])).toBeUndefined();
});

test('typing into another incarnation than the inserted one does not join', () => {
  expect(composed([inserted('a', { body: '' })], [typed('a', ['y'], 'maker:1')])).toBeUndefined();
  expect(composed([typed('a', ['x'])], [typed('a', ['y'], 'maker:2')])).toBeUndefined();
});

test('a later set, move and statement about a member win; amounts and patches add up', () => {
  const first = modify('a', {
    title: set('one'),
    votes: { kind: 'add', amount: 2 },
    tags: { kind: 'members', include: ['red', 'blue'], exclude: ['green'] },
    meta: { kind: 'patch', patches: [{ path: ['p'], value: 1 }] },
  });
  const second = modify('a', {
    title: set('two'),
    votes: { kind: 'add', amount: -5 },
    tags: { kind: 'members', include: ['green'], exclude: ['red'] },
    meta: { kind: 'patch', patches: [{ path: ['p'] }] },
  });
  expect(composed([first], [second])).toEqual([
    modify('a', {
      title: set('two'),
      votes: { kind: 'add', amount: -3 },
      tags: { kind: 'members', include: ['blue', 'green'], exclude: ['red'] },
      meta: { kind: 'patch', patches: [{ path: ['p'], value: 1 }, { path: ['p'] }] },
    }),
  ]);
  const move = (position: string): Edit => ({
    kind: 'move',
    table: 'notes',
    id: 'a',
    place: { parent: null, position },
  });
  expect(composed([move('a1')], [move('b2')])).toEqual([move('b2')]);
});

test('a set goes into the insertion right before it, other changes stand behind it', () => {
  expect(composed([inserted('a', { title: 'x' })], [modify('a', { title: set('y') })])).toEqual([
    inserted('a', { title: 'y' }),
  ]);
  const add = modify('a', { votes: { kind: 'add', amount: 1 } });
  expect(composed([inserted('a', {})], [add])).toEqual([inserted('a', {}), add]);
});

test('changes that one change cannot say stay two edits', () => {
  const first = modify('a', { meta: set(1) });
  const second = modify('a', { meta: { kind: 'patch', patches: [{ path: ['p'], value: 1 }] } });
  expect(composed([first], [second])).toEqual([first, second]);
  const big = modify('a', { votes: { kind: 'add', amount: Number.MAX_SAFE_INTEGER } });
  expect(composed([big], [big])).toEqual([big, big]);
});

test('an insertion and a deletion of one id do not cancel out', () => {
  expect(composed([inserted('a', {})], [remove('a')])).toEqual([inserted('a', {}), remove('a')]);
  expect(composed([remove('a')], [inserted('a', {})])).toBeUndefined();
});

test('typing into what the first deleted does not join', () => {
  expect(composed([typed('a', ['x']), remove('a')], [typed('a', ['y'])])).toBeUndefined();
});

test('named operations and operations of different groups stay apart; a shared group is kept', () => {
  const one: Operation = { edits: [typed('a', ['x'])] };
  expect(compose({ ...one, name: 'rename' }, one, ORIGIN)).toBeUndefined();
  expect(compose(one, { ...one, name: 'rename' }, ORIGIN)).toBeUndefined();
  expect(compose({ ...one, group: 'g' }, one, ORIGIN)).toBeUndefined();
  expect(compose({ ...one, group: 'g' }, { ...one, group: 'g' }, ORIGIN)?.group).toBe('g');
});

test('a composition has seen no more than the one of the two that had seen less', () => {
  const one = { edits: [] };
  expect(compose({ ...one, seen: 4 }, { ...one, seen: 7 }, ORIGIN)?.seen).toBe(4);
  expect(compose({ ...one, seen: 7 }, { ...one, seen: 4 }, ORIGIN)?.seen).toBe(4);
  expect(compose(one, { ...one, seen: 4 }, ORIGIN)?.seen).toBe(4);
  expect(compose(one, one, ORIGIN)).toEqual({ edits: [] });
});
