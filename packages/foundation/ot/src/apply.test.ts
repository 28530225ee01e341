import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { applyEffect } from './apply-effect.ts';
import type { Change, Edit } from './operation.ts';
import { PlainDocument } from './testing/plain-document.ts';
import { sampleShapes } from './testing/sample-shapes.ts';

const empty = new PlainDocument(sampleShapes);
let sequence = 0;

function run(document: PlainDocument, ...edits: Edit[]) {
  sequence += 1;
  return apply(document, { edits }, { client: 'me', sequence });
}

function note(id: string, fields: Record<string, string | null> = {}, parent: string | null = null): Edit {
  return {
    kind: 'insert',
    table: 'notes',
    id,
    fields: { board: 'b', ...fields },
    place: { parent, position: 'H' },
  };
}
const board: Edit = { kind: 'insert', table: 'boards', id: 'b', fields: {} };
const remove = (id: string, table = 'notes'): Edit => ({ kind: 'delete', table, id });
const moveUnder = (id: string, parent: string | null): Edit => ({
  kind: 'move',
  table: 'notes',
  id,
  place: { parent, position: 'M' },
});
const setField = (id: string, field: string, value: string | null): Edit => ({
  kind: 'modify',
  table: 'notes',
  id,
  changes: { [field]: { kind: 'set', value } },
});

function notes(...edits: Edit[]): PlainDocument {
  return run(empty, board, ...edits).state;
}

test('of two moves that together close a cycle the later does not take effect, and says where it wanted to go', () => {
  const document = notes(note('x'), note('y'));
  const first = run(document, moveUnder('x', 'y'));
  const second = run(first.state, moveUnder('y', 'x'));
  expect(first.conflicts).toEqual([]);
  expect(second.effect).toEqual([]);
  expect(second.state).toBe(first.state);
  expect(second.conflicts).toEqual([
    { kind: 'cycle', table: 'notes', id: 'y', field: 'parent', lost: { parent: 'x', position: 'M' } },
  ]);
});

test('a cycle inside one operation is taken back move by move, and the rest of the operation stands', () => {
  const { state, conflicts } = run(
    notes(note('x'), note('y')),
    moveUnder('x', 'y'),
    moveUnder('y', 'x'),
    setField('x', 'title', 't'),
  );
  expect(conflicts.map(({ kind, id }) => [kind, id])).toEqual([['cycle', 'x']]);
  expect(state.get('notes', 'x')).toMatchObject({ parent: null, title: 't' });
  expect(state.get('notes', 'y')).toMatchObject({ parent: 'x' });
});

test('a move into its own subtree through several levels is a cycle', () => {
  const document = notes(note('x'), note('y', {}, 'x'), note('z', {}, 'y'));
  expect(run(document, moveUnder('x', 'z')).conflicts.map(({ kind }) => kind)).toEqual(['cycle']);
});

test('the edits of one operation may stand in any order', () => {
  const { state, conflicts } = run(empty, note('child', {}, 'parent'), note('parent'), board);
  expect(conflicts).toEqual([]);
  expect(state.get('notes', 'child')).toMatchObject({ parent: 'parent', board: 'b' });
});

test('an insertion under a deleted parent is skipped, and all of it can be got back', () => {
  const document = run(notes(note('p')), remove('p')).state;
  const { effect, conflicts } = run(document, note('late', { body: 'words' }, 'p'));
  expect(effect).toEqual([]);
  expect(conflicts[0]).toMatchObject({ kind: 'dangling-reference', id: 'late', field: 'parent' });
  expect(JSON.stringify(conflicts[0]?.lost)).toContain('words');
});

test('dropping one insertion drops what hangs on it', () => {
  const { state, conflicts } = run(empty, note('a'), note('b', {}, 'a'));
  expect(conflicts.map(({ id }) => id).sort()).toEqual(['a', 'b']);
  expect([...state.rows()]).toEqual([]);
});

test('a reference that may be empty is emptied when its target is not there, or keeps its earlier target', () => {
  const document = notes(note('x'), note('y'));
  const linked = run(document, setField('x', 'link', 'y')).state;
  const { state, conflicts } = run(linked, setField('x', 'link', 'nobody'));
  expect(state.get('notes', 'x')).toMatchObject({ link: 'y' });
  expect(conflicts).toMatchObject([{ kind: 'dangling-reference', field: 'link', lost: 'nobody' }]);
});

test('deletion cascades, nullifies and drops list members by each rule', () => {
  const document = notes(
    note('p'),
    note('child', {}, 'p'),
    note('grandchild', {}, 'child'),
    note('other', { link: 'p' }),
  );
  const listed = run(document, {
    kind: 'modify',
    table: 'notes',
    id: 'other',
    changes: { related: { kind: 'set', value: ['p', 'other'] } },
  }).state;
  const { state, effect, conflicts } = run(listed, remove('p'));
  expect(conflicts).toEqual([]);
  expect(effect.map(({ kind, id }) => [kind, id])).toEqual([
    ['delete', 'p'],
    ['delete', 'child'],
    ['delete', 'grandchild'],
    ['modify', 'other'],
  ]);
  expect(state.get('notes', 'other')).toMatchObject({ link: null, related: ['other'] });
});

test('a restrict reference forbids deletion unless the referrer goes in the same operation', () => {
  const document = notes(note('guarded'), note('guard', { guard: 'guarded' }));
  const refused = run(document, remove('guarded'), setField('guard', 'title', 't'));
  expect(refused.conflicts).toMatchObject([{ kind: 'restricted', id: 'guarded', lost: { id: 'guard' } }]);
  expect(refused.state.get('notes', 'guard')).toMatchObject({ title: 't' });
  expect(run(document, remove('guarded'), remove('guard')).conflicts).toEqual([]);
});

test('a restrict reference deep in a cascade saves the whole tree', () => {
  const document = notes(note('p'), note('child', {}, 'p'), note('guard', { guard: 'child' }));
  const { effect, conflicts } = run(document, remove('p'));
  expect(effect).toEqual([]);
  expect(conflicts.map(({ kind, id }) => [kind, id])).toEqual([['restricted', 'p']]);
});

test('of two claims to a unique key the later loses: a change is taken back, a new row keeps everything else', () => {
  const document = notes(note('x', { slug: 'k' }), note('y', { slug: 'm' }));
  const changed = run(document, setField('y', 'slug', 'k'));
  expect(changed.effect).toEqual([]);
  expect(changed.conflicts).toMatchObject([
    { kind: 'unique-taken', id: 'y', field: 'slug', lost: { slug: 'k' } },
  ]);
  const inserted = run(document, note('z', { slug: 'k', title: 'kept' }));
  expect(inserted.state.get('notes', 'z')).toMatchObject({ slug: null, title: 'kept' });
});

test('two rows may exchange a unique key in one operation, and a freed key may be taken', () => {
  const document = notes(note('x', { slug: 'k' }), note('y', { slug: 'm' }));
  const swapped = run(document, setField('x', 'slug', 'm'), setField('y', 'slug', 'k'));
  expect(swapped.conflicts).toEqual([]);
  expect(swapped.state.get('notes', 'x')).toMatchObject({ slug: 'm' });
  expect(run(document, remove('x'), note('z', { slug: 'k' })).conflicts).toEqual([]);
});

test('a second insertion merges field by field; the text that is there stays and the other is a conflict', () => {
  const document = notes(note('x', { title: 'one', body: 'first' }));
  const { state, conflicts } = run(document, note('x', { slug: 's', body: 'second' }));
  expect(state.get('notes', 'x')).toMatchObject({ title: 'one', slug: 's' });
  expect(String(state.get('notes', 'x')?.body)).toBe('first');
  expect(conflicts).toMatchObject([{ kind: 'inserted-twice', field: 'body', lost: 'second' }]);
});

test('two windows that seed the same text lose nothing', () => {
  expect(run(notes(note('x', { body: 'same' })), note('x', { body: 'same' })).conflicts).toEqual([]);
});

test('a delta for an earlier incarnation of a text is a conflict, not damage', () => {
  const first = notes(note('x', { body: 'abc' }));
  const incarnation = `me:${sequence}`;
  const reborn = run(run(first, remove('x')).state, note('x', { body: 'xyz' })).state;
  const typed = run(reborn, {
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { body: { kind: 'text', incarnation, delta: [1, '!'] } },
  });
  expect(String(typed.state.get('notes', 'x')?.body)).toBe('xyz');
  expect(typed.conflicts).toMatchObject([{ kind: 'text-replaced', field: 'body' }]);
});

test('a delta that does not fit, or would split a surrogate pair, is a conflict', () => {
  const document = notes(note('x', { body: 'a😀' }));
  const incarnation = `me:${sequence}`;
  for (const delta of [
    [9, '!'],
    [2, '!'],
    [1, -1],
  ]) {
    const typed = run(document, {
      kind: 'modify',
      table: 'notes',
      id: 'x',
      changes: { body: { kind: 'text', incarnation, delta } },
    });
    expect(typed.state).toBe(document);
    expect(typed.conflicts).toMatchObject([{ kind: 'text-out-of-range' }]);
  }
});

test('one impossible edit does not sink the others', () => {
  const { state, conflicts } = run(
    notes(note('x')),
    setField('nobody', 'title', 't'),
    setField('x', 'title', 't'),
  );
  expect(conflicts).toMatchObject([{ kind: 'entity-missing', id: 'nobody' }]);
  expect(state.get('notes', 'x')).toMatchObject({ title: 't' });
});

test('deleting and inserting an id in one operation makes a new entity under the old id', () => {
  const document = notes(note('x', { body: 'old', title: 't' }), note('child', {}, 'x'));
  const { state, effect } = run(document, remove('x'), note('x', { body: 'new' }));
  expect(effect.map(({ kind, id }) => [kind, id])).toEqual([
    ['delete', 'x'],
    ['insert', 'x'],
  ]);
  expect(String(state.get('notes', 'x')?.body)).toBe('new');
  expect(state.get('notes', 'child')).toMatchObject({ parent: 'x' });
});

test('a counter that would leave the safe integers stays', () => {
  const document = run(notes(note('x')), {
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { votes: { kind: 'add', amount: Number.MAX_SAFE_INTEGER } },
  }).state;
  const { conflicts } = run(document, {
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { votes: { kind: 'add', amount: 1 } },
  });
  expect(conflicts).toMatchObject([{ kind: 'counter-range' }]);
});

test('JSON is patched at object keys; a path through anything else is a conflict', () => {
  const patch = (path: string[], value?: number | string): Edit => ({
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { meta: { kind: 'patch', patches: [value === undefined ? { path } : { path, value }] } },
  });
  const deep = run(notes(note('x')), patch(['a', 'b'], 1));
  expect(deep.state.get('notes', 'x')?.meta).toEqual({ a: { b: 1 } });
  const blocked = run(deep.state, patch(['a', 'b', 'c'], 2));
  expect(blocked.conflicts).toMatchObject([{ kind: 'path-blocked' }]);
  expect(run(deep.state, patch(['a', 'b'])).state.get('notes', 'x')?.meta).toEqual({ a: {} });
});

test('a JSON field that one operation sets and then patches is told whole, so that replicas end with the same', () => {
  const before = notes(note('x'), {
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { meta: { kind: 'set', value: { c: 3 } } },
  });
  const changeMeta = (change: Change): Edit => ({
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { meta: change },
  });
  const { state, effect } = run(
    before,
    changeMeta({ kind: 'patch', patches: [{ path: ['d'], value: 4 }] }),
    changeMeta({ kind: 'set', value: { a: 1 } }),
    changeMeta({ kind: 'patch', patches: [{ path: ['b'], value: 2 }] }),
  );
  expect(state.get('notes', 'x')?.meta).toEqual({ a: 1, b: 2 });
  expect(applyEffect(before, effect).get('notes', 'x')?.meta).toEqual({ a: 1, b: 2 });
  expect(before.get('notes', 'x')?.meta).toEqual({ c: 3 });
});

test('patches leave the values they name in their effects as they were', () => {
  const before = notes(note('x'));
  const { effect } = run(before, {
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: { meta: { kind: 'set', value: { a: { b: 1 } } } },
  });
  const start = applyEffect(before, effect);
  const done = run(start, {
    kind: 'modify',
    table: 'notes',
    id: 'x',
    changes: {
      meta: {
        kind: 'patch',
        patches: [
          { path: ['a', 'b'], value: 2 },
          { path: ['a', 'c'], value: 3 },
          { path: ['a'] },
          { path: ['a', 'd'], value: 4 },
          { path: ['a', 'e'], value: 5 },
        ],
      },
    },
  });
  expect(start.get('notes', 'x')?.meta).toEqual({ a: { b: 1 } });
  expect(done.effect).toMatchObject([
    {
      fields: {
        meta: {
          patches: [
            { path: ['a', 'b'], before: 1, after: 2 },
            { path: ['a', 'c'], after: 3 },
            { path: ['a'], before: { b: 2, c: 3 } },
            { path: ['a'], after: { d: 4 } },
            { path: ['a', 'e'], after: 5 },
          ],
        },
      },
    },
  ]);
  expect(applyEffect(start, done.effect).get('notes', 'x')?.meta).toEqual({ a: { d: 4, e: 5 } });
});

test('deletions that fall one after the other all fall, however many they are, and others go', () => {
  const ids = Array.from({ length: 40 }, (_, index) => `n${index}`);
  const guarded = ids.map((id, index) => note(id, index === 0 ? {} : { guard: `n${index - 1}` }));
  const document = notes(...guarded, note('free'));
  const { state, conflicts } = run(document, ...ids.slice(0, -1).map((id) => remove(id)), remove('free'));
  expect(ids.every((id) => state.get('notes', id) !== undefined)).toBe(true);
  expect(state.get('notes', 'free')).toBeUndefined();
  expect(conflicts.map(({ kind }) => kind)).toEqual(ids.slice(0, -1).map(() => 'restricted'));
  expect(run(document, ...ids.map((id) => remove(id))).conflicts).toEqual([]);
});
