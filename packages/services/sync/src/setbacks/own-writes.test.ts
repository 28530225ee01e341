import type { Effect, EntityEffect, JsonPatchEffect, Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { namesIn } from './named-slots.ts';
import { type OwnEntity, OwnWrites } from './own-writes.ts';

const at = { table: 'cards', id: 'c1' };

function set(field: string, before: string | null, after: string | null): EntityEffect {
  return { kind: 'modify', ...at, fields: { [field]: { kind: 'set', before, after } } };
}

function patch(...patches: readonly JsonPatchEffect[]): EntityEffect {
  return { kind: 'modify', ...at, fields: { meta: { kind: 'patch', patches } } };
}

function moved(from: string, to: string): EntityEffect {
  const [before, after] = [from, to].map((position) => ({ parent: null, position }));
  if (before === undefined || after === undefined) throw new RangeError('no place');
  return { kind: 'modify', ...at, fields: {}, place: { before, after } };
}

/** Memory in which version 5 did this, everything of it named. */
function after(...effect: Effect): OwnWrites {
  const own = new OwnWrites();
  own.wrote(5, undefined, effect);
  return own;
}

test('what was lost of a JSON value is the part that both have written', () => {
  const own = after(patch({ path: ['a', 'x'], before: 1, after: 2 }, { path: ['b'], after: 3 }));
  expect(own.taken(patch({ path: ['a', 'y'], after: 1 }), 4)).toEqual([]);
  expect(own.taken(patch({ path: ['a', 'x'], before: 2, after: 7 }), 4)).toEqual([
    { kind: 'overwritten', ...at, field: 'meta', path: ['a', 'x'], lost: 2, won: 7 },
  ]);
  expect(own.taken(patch({ path: ['a', 'x'], before: 7, after: 8 }), 4)).toEqual([]);
  expect(own.taken(patch({ path: ['b'], before: 3 }), 4)).toEqual([
    { kind: 'overwritten', ...at, field: 'meta', path: ['b'], lost: 3 },
  ]);
});

test('who sets a whole value overwrites those own parts of it that are others in it', () => {
  const own = after(patch({ path: ['a'], after: 1 }, { path: ['b'], after: 2 }));
  const whole = { kind: 'set', before: { a: 1, b: 2, c: 0 }, after: { a: 1, b: 9 } } as const;
  expect(own.taken({ kind: 'modify', ...at, fields: { meta: whole } }, 4)).toMatchObject([
    { path: ['b'], lost: 2, won: 9 },
  ]);
  expect(own.taken(patch({ path: ['a'], before: 1, after: 3 }), 4)).toMatchObject([{ path: ['a'], lost: 1 }]);
});

test('inside an own value an addition is no loss, and a change is one, once', () => {
  const own = after({
    kind: 'modify',
    ...at,
    fields: { meta: { kind: 'set', before: {}, after: { a: { x: 1 } } } },
  });
  expect(own.taken(patch({ path: ['b'], after: 1 }), 4)).toEqual([]);
  expect(own.taken(patch({ path: ['b'], before: 1, after: 2 }), 4)).toEqual([]);
  expect(own.taken(patch({ path: ['a', 'x'], before: 1, after: 2 }), 4)).toMatchObject([
    { path: ['a', 'x'], lost: 1, won: 2 },
  ]);
  expect(own.taken(patch({ path: ['a', 'x'], before: 2, after: 3 }), 4)).toEqual([]);
});

test('a key that one has removed and somebody has set is lost as null', () => {
  const own = after(patch({ path: ['a'], before: 1 }));
  expect(own.taken(patch({ path: ['a'], after: 2 }), 4)).toMatchObject([{ path: ['a'], lost: null, won: 2 }]);
});

test('who had seen the part that one has written sets the whole value knowingly', () => {
  const own = after(patch({ path: ['a'], after: 1 }));
  const whole = { kind: 'set', before: { a: 1 }, after: {} } as const;
  expect(own.taken({ kind: 'modify', ...at, fields: { meta: whole } }, 5)).toEqual([]);
});

test('a place is a thing of its own', () => {
  const own = after(moved('F', 'G'));
  expect(own.taken(set('title', 'a', 'b'), 4)).toEqual([]);
  expect(own.taken(moved('G', 'H'), 4)).toEqual([
    {
      kind: 'overwritten',
      ...at,
      place: true,
      lost: { parent: null, position: 'G' },
      won: { parent: null, position: 'H' },
    },
  ]);
});

test('of an insertion those fields are own that were given', () => {
  const own = new OwnWrites();
  const insertion: Operation = { edits: [{ kind: 'insert', ...at, fields: { title: 'Mine' } }] };
  const row = { fields: { title: 'Mine', color: 'none' } };
  own.wrote(5, namesIn(insertion), [{ kind: 'insert', ...at, row }]);
  expect(own.taken(set('color', 'none', 'red'), 4)).toEqual([]);
  expect(own.taken(set('title', 'Mine', 'Theirs'), 4)).toMatchObject([{ field: 'title', lost: 'Mine' }]);
});

test('what only followed from an own operation is not own, and what it put aside is not own any more', () => {
  const own = after(set('link', null, 'x'));
  const removal: Operation = { edits: [{ kind: 'delete', table: 'cards', id: 'x' }] };
  own.wrote(6, namesIn(removal), [set('link', 'x', null)]);
  expect(own.taken(set('link', null, 'y'), 4)).toEqual([]);
});

test('an own deletion leaves nothing to lose', () => {
  const own = after(set('title', 'a', 'b'));
  own.wrote(6, undefined, [{ kind: 'delete', ...at, row: { fields: {} } }]);
  expect(own.taken({ kind: 'delete', ...at, row: { fields: {} } }, 4)).toEqual([]);
});

test('the memory is bounded: what was written least recently is forgotten', () => {
  const kept = new Map<string, OwnEntity | undefined>();
  const own = new OwnWrites((_, id, entity) => kept.set(id, entity));
  for (let index = 0; index <= 2_000; index += 1) {
    const id = `c${index}`;
    own.wrote(index + 1, undefined, [{ kind: 'insert', table: 'cards', id, row: { fields: {} } }]);
  }
  const remove = (id: string) => own.taken({ kind: 'delete', table: 'cards', id, row: { fields: {} } }, 0);
  expect(kept.get('c0')).toBeUndefined();
  expect(remove('c0')).toEqual([]);
  expect(remove('c1')).toHaveLength(1);
});
