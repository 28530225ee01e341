import { createEntityAdapter, type EntityAdapter, type EntityId, type EntityState } from '@reduxjs/toolkit';
import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTableAdapter } from './table-adapter.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 100),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

interface Item<Id extends EntityId> {
  id: Id;
  rank: number;
  note?: string;
}

type Adapter<Id extends EntityId> = EntityAdapter<Item<Id>, Id>;
type State<Id extends EntityId> = EntityState<Item<Id>, Id>;
type Step<Id extends EntityId> = (adapter: Adapter<Id>, state: State<Id>) => State<Id>;

interface World<Id extends EntityId> {
  readonly random: Random;
  readonly ids: readonly Id[];
  readonly renames: boolean;
}

function drawItem<Id extends EntityId>({ random, ids }: World<Id>): Item<Id> {
  const item = { id: drawOne(random, ids), rank: drawInt(random, 4) };
  return drawInt(random, 2) === 0 ? item : { ...item, note: String(drawInt(random, 3)) };
}

function drawUpdate<Id extends EntityId>(world: World<Id>) {
  const { id, rank, note } = drawItem(world);
  const changes: Partial<Item<Id>> = drawInt(world.random, 2) === 0 ? { rank } : { note: note ?? 'none' };
  if (world.renames && drawInt(world.random, 4) === 0) changes.id = drawOne(world.random, world.ids);
  return { id, changes };
}

function drawMany<Value>(random: Random, draw: () => Value): Value[] {
  return Array.from({ length: drawInt(random, 6) }, draw);
}

/** One operation of the adapter with arguments drawn now, to be run on either. */
function drawStep<Id extends EntityId>(world: World<Id>): Step<Id> {
  const { random, ids } = world;
  const item = drawItem(world);
  const items = drawMany(random, () => drawItem(world));
  const update = drawUpdate(world);
  const updates = drawMany(random, () => drawUpdate(world));
  const id = drawOne(random, ids);
  const chosen = drawMany(random, () => drawOne(random, ids));
  const { rank } = item;
  const steps: Step<Id>[] = [
    (adapter, state) => adapter.addOne(state, { ...item }),
    (adapter, state) => adapter.addMany(state, structuredClone(items)),
    (adapter, state) => adapter.setOne(state, { ...item }),
    (adapter, state) => adapter.setMany(state, structuredClone(items)),
    (adapter, state) => adapter.upsertOne(state, { ...item }),
    (adapter, state) => adapter.upsertMany(state, structuredClone(items)),
    (adapter, state) => adapter.updateOne(state, update),
    (adapter, state) => adapter.updateMany(state, updates),
    (adapter, state) => adapter.removeOne(state, id),
    (adapter, state) => adapter.removeMany(state, chosen),
    (adapter, state) => adapter.removeMany(state, { where: { rank } }),
  ];
  const rare: Step<Id>[] = [
    (adapter, state) => adapter.setAll(state, structuredClone(items)),
    (adapter, state) => adapter.removeAll(state),
  ];
  return drawOne(random, drawInt(random, 20) === 0 ? rare : steps);
}

/** Runs one history on both adapters; after each step they hold the same, and every state of before still does. */
function compare<Id extends EntityId>(
  world: World<Id>,
  theirs: Adapter<Id>,
  ours: Adapter<Id>,
  steps: number,
) {
  let expected = theirs.getInitialState();
  let actual = ours.getInitialState();
  const kept: [State<Id>, Item<Id>[]][] = [];
  for (let step = 0; step < steps; step += 1) {
    const run = drawStep(world);
    expected = run(theirs, expected);
    actual = run(ours, actual);
    const all = ours.getSelectors().selectAll(actual);
    expect(all).toEqual(theirs.getSelectors().selectAll(expected));
    expect([...actual.ids]).toEqual(expected.ids);
    expect({ ...actual.entities }).toEqual(expected.entities);
    kept.push([actual, structuredClone(all)]);
  }
  for (const [state, all] of kept) expect(ours.getSelectors().selectAll(state)).toEqual(all);
}

const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const numbers = texts.map((_, index) => index * 3);
const byRank = (a: { rank: number }, b: { rank: number }) => a.rank - b.rank;
const byRankThenId = (a: Item<number>, b: Item<number>) => a.rank - b.rank || a.id - b.id;

function check(history: (random: Random) => void): void {
  fc.assert(
    fc.property(fc.integer(), (drawn) => {
      history(seededRandom(drawn));
    }),
    run,
  );
}

test('without an order it holds what the entity adapter holds, after every operation', () => {
  check((random) => {
    const adapters = [createEntityAdapter<Item<string>>(), createTableAdapter<Item<string>>()] as const;
    compare({ random, ids: texts, renames: true }, ...adapters, 30);
  });
});

test('with a comparer that calls many equal it stands in the order of the entity adapter', () => {
  check((random) => {
    const options = { sortComparer: byRank };
    const adapters = [
      createEntityAdapter<Item<string>>(options),
      createTableAdapter<Item<string>>(options),
    ] as const;
    compare({ random, ids: texts, renames: true }, ...adapters, 30);
  });
});

// The keys of an object that are numbers come by size, so the entity adapter goes by size where several of them are renamed.
test('with numbers for ids it holds what the entity adapter holds', () => {
  check((random) => {
    const adapters = [createEntityAdapter<Item<number>>(), createTableAdapter<Item<number>>()] as const;
    compare({ random, ids: numbers, renames: false }, ...adapters, 30);
  });
});

test('with numbers for ids and a comparer it stands in the order of the entity adapter', () => {
  check((random) => {
    const options = { sortComparer: byRankThenId };
    const adapters = [
      createEntityAdapter<Item<number>>(options),
      createTableAdapter<Item<number>>(options),
    ] as const;
    compare({ random, ids: numbers, renames: false }, ...adapters, 30);
  });
});
