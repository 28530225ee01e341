import { isStatehouseError } from '@statehouse/kernel';
import { apply, type Edit, type InsertEdit, type Operation } from '@statehouse/ot';
import { expect, test } from 'vitest';
import { ref, refs, string, text } from './field.ts';
import { checkOperation } from './gate.ts';
import { defineSchema } from './schema.ts';
import { emptySnapshot } from './snapshot.ts';
import { canonicalSnapshot } from './snapshot-rows.ts';
import { splitOperation } from './split-operation.ts';
import { table } from './table-definition.ts';

const schema = defineSchema({
  version: 1,
  tables: {
    nodes: table(
      {
        name: string().default(''),
        maybe: ref('nodes', { onDelete: 'nullify' }),
        some: refs('nodes', { onDelete: 'nullify' }),
        note: text(),
      },
      { order: { tree: 'cascade' } },
    ),
    links: table({ to: ref('links', { onDelete: 'cascade' }) }),
  },
});

const limits = (maxEdits: number, maxBytes = 1_000_000) => ({ maxEdits, maxBytes });
const node = (id: string, fields: InsertEdit['fields'] = {}, parent: string | null = null): InsertEdit => ({
  kind: 'insert',
  table: 'nodes',
  id,
  fields,
  place: { parent, position: 'a1' },
});
const link = (id: string, to: string): InsertEdit => ({ kind: 'insert', table: 'links', id, fields: { to } });

/** Splits, and checks that the parts in turn do without conflict what the whole does at once. */
function split(edits: readonly Edit[], maxEdits: number): readonly Operation[] {
  const parts = splitOperation(schema, { edits }, limits(maxEdits), () => 'g');
  const whole = apply(emptySnapshot(schema), { edits }, { client: 'c', sequence: 1 });
  let state = emptySnapshot(schema);
  for (const part of parts) {
    checkOperation(schema, part);
    expect(part.edits.length).toBeLessThanOrEqual(maxEdits);
    expect(part.group).toBe(parts.length > 1 ? 'g' : undefined);
    const applied = apply(state, part, { client: 'c', sequence: 1 });
    expect(applied.conflicts).toEqual([]);
    state = applied.state;
  }
  expect(canonicalSnapshot(state)).toBe(canonicalSnapshot(whole.state));
  return parts;
}

const shown = (parts: readonly Operation[]) =>
  parts.map(({ edits }) => edits.map(({ kind, id }) => `${kind} ${id}`));

test('what fits stays whole', () => {
  const operation: Operation = { edits: [node('a')] };
  expect(splitOperation(schema, operation, limits(1), () => 'g')).toEqual([operation]);
});

test('targets come before what refers to them, by fields, lists and places', () => {
  const parts = split(
    [node('a', { maybe: 'b' }), node('b', { some: ['c', 'd'] }), node('c', {}, 'd'), node('d')],
    1,
  );
  expect(shown(parts)).toEqual([['insert d'], ['insert c'], ['insert b'], ['insert a']]);
});

test('a circle is opened at a reference that may be empty, which is set afterwards', () => {
  const parts = split([node('a', { maybe: 'b' }), node('b', { maybe: 'a' }), node('c', { maybe: 'c' })], 1);
  expect(shown(parts)).toEqual([['insert b'], ['insert a'], ['insert c'], ['modify b']]);
  split(
    [node('a', { some: ['b', 'c'] }), node('b', { some: ['a', 'c'] }), node('c', { some: ['a', 'b'] })],
    1,
  );
  split([node('a', { maybe: 'b' }), node('b', {}, 'a')], 1);
});

test('a circle that cannot be opened stays in one part', () => {
  const parts = split([link('x', 'x'), link('a', 'b'), link('b', 'c'), link('c', 'a'), link('y', 'a')], 4);
  expect(parts.map(({ edits }) => edits.length)).toEqual([4, 1]);
  expect(() => split([link('a', 'b'), link('b', 'c'), link('c', 'a')], 2)).toThrowError(/at most 2/);
});

test('long chains are split, whatever their order', () => {
  const chain = Array.from({ length: 20_000 }, (_, at) =>
    node(`n${at}`, at === 19_999 ? {} : { maybe: `n${at + 1}` }),
  );
  const parts = splitOperation(schema, { edits: chain }, limits(5_000), () => 'g');
  expect(parts.map(({ edits }) => edits.length)).toEqual([5_000, 5_000, 5_000, 5_000]);
  expect(parts[0]?.edits[0]?.id).toBe('n19999');
});

test('an entity that is replaced is deleted first, and edits that use it come last', () => {
  const edits: Edit[] = [
    { kind: 'modify', table: 'nodes', id: 'z', changes: { maybe: { kind: 'set', value: 'a' } } },
    { kind: 'delete', table: 'nodes', id: 'a' },
    node('a'),
    { kind: 'move', table: 'nodes', id: 'y', place: { parent: 'a', position: 'a1' } },
  ];
  const parts = splitOperation(schema, { edits }, limits(1), () => 'g');
  expect(shown(parts)).toEqual([['delete a'], ['insert a'], ['modify z'], ['move y']]);
});

test('bytes count too, and a large insertion into a text is cut between characters', () => {
  const delta = [3, `${'🙂'.repeat(999)}é`, -4, 2, 'tail'];
  const edits: Edit[] = [
    {
      kind: 'modify',
      table: 'nodes',
      id: 'a',
      changes: { note: { kind: 'text', incarnation: 'c:1', delta }, name: { kind: 'set', value: 'n' } },
    },
  ];
  const parts = splitOperation(schema, { edits, name: 'paste' }, limits(10, 1_000), () => 'g');
  expect(parts.length).toBeGreaterThan(5);
  const start = `0123456789`;
  let state = apply(
    emptySnapshot(schema),
    { edits: [node('a', { note: start })] },
    { client: 'c', sequence: 1 },
  ).state;
  for (const part of parts) {
    checkOperation(schema, part);
    expect(part).toMatchObject({ name: 'paste', group: 'g' });
    expect(JSON.stringify(part).length).toBeLessThan(1_100);
    const applied = apply(state, part, { client: 'c', sequence: 2 });
    expect(applied.conflicts).toEqual([]);
    state = applied.state;
  }
  expect(state.table('nodes').get('a')).toMatchObject({ name: 'n' });
  expect(state.table('nodes').get('a')?.note.toString()).toBe(`012${'🙂'.repeat(999)}é78tail9`);
});

test('what cannot be cut is refused with the limits', () => {
  try {
    splitOperation(schema, { edits: [node('a', { name: 'x'.repeat(2_000) })] }, limits(10, 1_000), () => 'g');
    expect.unreachable();
  } catch (error) {
    expect(isStatehouseError(error, 'db/operation-too-large') && error.details).toEqual({
      edits: 1,
      maxEdits: 10,
      maxBytes: 1_000,
    });
  }
});
