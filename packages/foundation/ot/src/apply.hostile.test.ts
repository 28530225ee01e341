import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { applyEffect } from './apply-effect.ts';
import type { DocumentState, Referrer, TableShape } from './document-state.ts';
import type { Edit } from './operation.ts';
import type { Row } from './row.ts';
import { sampleShapes } from './testing/sample-shapes.ts';

/** The largest operation that the gate lets through. */
const EDITS = 5_000;
/** Far above what these take, and far below what anything quadratic would. */
const LIMIT_MS = 2_500;

/** Notes behind indexes that answer at once, as the database's do. Writes are passed over. */
function indexed(notes: ReadonlyMap<string, Row>): DocumentState {
  const referrers = new Map<string, Referrer[]>();
  const holders = new Map<string, string>();
  for (const [id, { parent, slug, related }] of notes) {
    const targets = [
      [parent, 'parent'],
      ...(Array.isArray(related) ? related : []).map((one) => [one, 'related']),
    ];
    for (const [target, field] of targets) {
      if (typeof target !== 'string' || typeof field !== 'string') continue;
      referrers.set(target, [...(referrers.get(target) ?? []), { table: 'notes', id, field }]);
    }
    if (typeof slug === 'string') holders.set(JSON.stringify([slug]), id);
  }
  const state: DocumentState = {
    shape: (table): TableShape | undefined => sampleShapes.find(({ name }) => name === table),
    get: (table, id) => (table === 'notes' ? notes.get(id) : { name: 'b' }),
    referrers: (_, id) => referrers.get(id) ?? [],
    holder: (_, __, key) => holders.get(key),
    with: () => state,
  };
  return state;
}

function row(fields: Row): Row {
  return {
    ...{
      board: 'b',
      link: null,
      guard: null,
      related: [],
      slug: null,
      title: '',
      meta: {},
      votes: 0,
      tags: [],
    },
    ...{ parent: null, position: 'H' },
    ...fields,
  };
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const rows = (count: number, fields: (index: number) => Row): ReadonlyMap<string, Row> =>
  new Map(numbers(count).map((index) => [`n${index}`, row(fields(index))]));
const edits = (make: (index: number) => Edit): readonly Edit[] => numbers(EDITS).map(make);
const moveUnder = (id: string, parent: string): Edit => ({
  kind: 'move',
  table: 'notes',
  id,
  place: { parent, position: 'M' },
});
const insert = (index: number): Edit => ({
  kind: 'insert',
  table: 'notes',
  id: `n${index}`,
  fields: { board: 'b' },
  place: { parent: `n${index + 1}`, position: 'H' },
});
const setSlug = (index: number): Edit => ({
  kind: 'modify',
  table: 'notes',
  id: `n${index}`,
  changes: { slug: { kind: 'set', value: `k${index + 1}` } },
});

test.each<[string, ReadonlyMap<string, Row>, readonly Edit[], number]>([
  [
    'deletes every note of a chain',
    rows(EDITS, (index) => ({ parent: index === 0 ? null : `n${index - 1}` })),
    edits((index) => ({ kind: 'delete', table: 'notes', id: `n${index}` })),
    EDITS,
  ],
  [
    'moves notes to the end of a long chain',
    new Map([
      ...rows(4 * EDITS, (index) => ({ parent: index === 0 || index >= 3 * EDITS ? null : `n${index - 1}` })),
    ]),
    edits((index) => moveUnder(`n${3 * EDITS + index}`, `n${3 * EDITS - 1}`)),
    EDITS,
  ],
  ['inserts a chain, the parents last, whose end is missing', new Map(), edits(insert), 0],
  [
    'hands keys on in a row whose end is taken',
    new Map([...rows(EDITS, (index) => ({ slug: `k${index}` })), ['last', row({ slug: `k${EDITS}` })]]),
    edits(setSlug),
    0,
  ],
  [
    'closes a cycle through every note',
    rows(EDITS, () => ({})),
    edits((index) => moveUnder(`n${index}`, `n${(index + 1) % EDITS}`)),
    EDITS - 1,
  ],
  [
    'deletes all that one list names',
    new Map([
      ...rows(EDITS, () => ({})),
      ['list', row({ related: numbers(EDITS).map((index) => `n${index}`) })],
    ]),
    edits((index) => ({ kind: 'delete', table: 'notes', id: `n${index}` })),
    EDITS + 1,
  ],
])('an operation that %s costs what it holds, not its square', (_, notes, operation, changed) => {
  const startedMs = performance.now();
  const { effect } = apply(indexed(notes), { edits: operation }, { client: 'me', sequence: 1 });
  expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS);
  expect(effect.length).toBe(changed);
});

test('many patches of one JSON field cost one copy of it, in the operation and in its effect', () => {
  const state = indexed(new Map([['n0', row({})]]));
  const patches = numbers(4 * EDITS).map((index) => ({ path: [`k${index}`], value: index }));
  const startedMs = performance.now();
  const { effect } = apply(
    state,
    { edits: [{ kind: 'modify', table: 'notes', id: 'n0', changes: { meta: { kind: 'patch', patches } } }] },
    { client: 'me', sequence: 1 },
  );
  applyEffect(state, effect);
  expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS);
  expect(effect).toMatchObject([{ fields: { meta: { patches: { length: 4 * EDITS } } } }]);
});

test('many changes of one large set sort it once', () => {
  const tags = numbers(10 * EDITS)
    .map((index) => `t${index}`)
    .sort();
  const operation = edits((index) => ({
    kind: 'modify',
    table: 'notes',
    id: 'n0',
    changes: { tags: { kind: 'members', include: [`u${index}`], exclude: [`t${index}`] } },
  }));
  const startedMs = performance.now();
  const state = indexed(new Map([['n0', row({ tags })]]));
  const { effect } = apply(state, { edits: operation }, { client: 'me', sequence: 1 });
  expect(performance.now() - startedMs).toBeLessThan(LIMIT_MS);
  expect(effect).toMatchObject([
    { fields: { tags: { included: { length: EDITS }, excluded: { length: EDITS } } } },
  ]);
});
