import { expect, test } from 'vitest';
import type { Effect } from './effect.ts';
import type { Edit } from './operation.ts';
import { rebase, type TaggedEffect, type TaggedOperation } from './rebase.ts';
import type { TextDelta } from './text-delta.ts';

function typed(delta: TextDelta, id = 'n', field = 'body', incarnation = 'm:1'): Edit {
  return { kind: 'modify', table: 'notes', id, changes: { [field]: { kind: 'text', incarnation, delta } } };
}
function own(...edits: readonly Edit[]): TaggedOperation {
  return { origin: { client: 'a', sequence: 1 }, operation: { edits, name: 'typing' } };
}
function remote(delta: TextDelta, removed = '', id = 'n'): TaggedEffect {
  const fields = { body: { kind: 'text' as const, incarnation: 'm:1', delta, removed } };
  return { origin: { client: 'b', sequence: 1 }, effect: [{ kind: 'modify', table: 'notes', id, fields }] };
}

test('both sides are carried over each other, ties by client id', () => {
  const result = rebase([own(typed([2, 'x']))], [remote([2, 'yy'])]);
  expect(result.own).toEqual([own(typed([2, 'x']))]);
  expect(result.remote).toEqual([remote([3, 'yy'])]);
});

test('where nothing meets both lists come back as they are', () => {
  const ours = [own({ kind: 'delete', table: 'notes', id: 'n' })];
  const theirs = [remote([2, 'y'])];
  for (const line of [ours, [], [own(typed(['x'], 'other'))]]) {
    const result = rebase(line, theirs);
    expect(result.own).toBe(line);
    expect(result.remote).toBe(theirs);
  }
  expect(rebase(ours, []).own).toBe(ours);
});

test('another table, field or incarnation is another text', () => {
  const elsewhere: Edit = {
    kind: 'modify',
    table: 'boards',
    id: 'n',
    changes: { body: { kind: 'text', incarnation: 'm:1', delta: [5, 'x'] } },
  };
  const ours = [own(elsewhere), own(typed([5, 'x'], 'n', 'title')), own(typed([5, 'x'], 'n', 'body', 'm:2'))];
  expect(rebase(ours, [remote(['y'])]).own).toBe(ours);
});

test('what does not change keeps its identity, down to the edit', () => {
  const title: Edit = {
    kind: 'modify',
    table: 'notes',
    id: 'n',
    changes: { title: { kind: 'set', value: 't' } },
  };
  const untouched = own(title);
  const moved = own(title, typed([5, 'x']));
  const before = own(typed([1, 'x']));
  const theirs = [remote([3, 'y']), remote(['z'], '', 'other')];
  const result = rebase([untouched, before, moved], theirs);
  expect(result.own[0]).toBe(untouched);
  expect(result.own[1]).toBe(before);
  expect(result.own[2]).not.toBe(moved);
  expect(result.own[2]?.operation.edits[0]).toBe(title);
  expect(result.own[2]?.operation.name).toBe('typing');
  expect(result.remote[1]).toBe(theirs[1]);
});

test('a text change of which nothing is left goes, the operation stays', () => {
  const both: Edit = {
    kind: 'modify',
    table: 'notes',
    id: 'n',
    changes: {
      body: { kind: 'text', incarnation: 'm:1', delta: [1, -1] },
      title: { kind: 'set', value: 't' },
    },
  };
  const result = rebase([own(typed([1, -1]))], [remote([-3], 'abc')]);
  expect(result.own).toEqual([own()]);
  expect(result.remote).toEqual([remote([-2], 'ac')]);
  const kept = rebase([own(both)], [remote([-3], 'abc')]).own[0]?.operation.edits;
  expect(kept).toEqual([{ ...both, changes: { title: { kind: 'set', value: 't' } } }]);
});

test('an effect of which nothing is left is empty, one that also moved its entity keeps the move', () => {
  const place = { before: { parent: null, position: 'a1' }, after: { parent: null, position: 'a2' } };
  const moved: Effect = remote([1, -1], 'b').effect.map((item) => ({ ...item, place }));
  const theirs = [remote([1, -1], 'b'), { origin: { client: 'b', sequence: 2 }, effect: moved }];
  const result = rebase([own(typed([-3]))], theirs);
  expect(result.remote[0]?.effect).toEqual([]);
  expect(result.remote[1]?.effect).toEqual([{ kind: 'modify', table: 'notes', id: 'n', fields: {}, place }]);
});

test('entries are met one by one, not composed', () => {
  const result = rebase([own(typed([4, 'x']))], [remote([2, -3], 'cde'), remote([2, 'y'])]);
  expect(result.own).toEqual([own(typed([2, 'x']))]);
});
