import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FewIds } from './few-ids.ts';
import { SlotTable } from './slot-table.ts';
import { emptyVector } from './slot-vector.ts';
import type { Table } from './table.ts';
import { diffTables } from './table-diff.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 150),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

interface Entity {
  readonly id: string;
  readonly value: number;
}

/** A native map keeps its keys in the order in which they came in, and moves one that was deleted to the end: the same law. */
type Oracle = ReadonlyMap<string, Entity>;
interface Version {
  readonly table: Table<Entity>;
  readonly oracle: Oracle;
}

/** A table whose limits are near, so that short histories pass them. */
function smallTable(mostInOneMap: number, lastSlot: number): Table<Entity> {
  const origin = { nextSlot: 0, lastSlot, mostInOneMap, misses: 0, pages: undefined };
  const directory = new FewIds();
  return new SlotTable<Entity>({ idOf: ({ id }) => id, vector: emptyVector, size: 0, directory, origin });
}

const spellings = [
  (index: number) => `${index}`,
  (index: number) => `entity-${index.toString(36)}`,
  // Alike at their ends.
  (index: number) => `${index.toString(36).padStart(3, '0')}-alike`,
  // Alike at each place that the hash looks at.
  (index: number) => `always the same ${String(index).padStart(8, '0')} and then always the same again`,
];

function edited(random: Random, { table, oracle }: Version, ids: readonly string[]): Version {
  const next = new Map(oracle);
  const grows = drawInt(random, 3) !== 0;
  const change = (set: (entity: Entity) => void, remove: (id: string) => void) => {
    const id = drawOne(random, ids);
    if (drawInt(random, 10) < (grows ? 8 : 2)) {
      const entity = { id, value: drawInt(random, 5) };
      set(entity);
      next.set(id, entity);
    } else {
      remove(id);
      next.delete(id);
    }
  };
  let edit = table;
  if (drawInt(random, 3) === 0) {
    change(
      (entity) => {
        edit = edit.set(entity);
      },
      (id) => {
        edit = edit.delete(id);
      },
    );
  } else {
    edit = edit.batch((draft) => {
      for (let count = drawInt(random, 400); count > 0; count -= 1) {
        change(
          (entity) => draft.set(entity),
          (id) => draft.delete(id),
        );
        if (draft.size !== next.size) throw new Error(`size ${draft.size}, not ${next.size}`);
      }
    });
  }
  return { table: edit, oracle: next };
}

function expectSame({ table, oracle }: Version, ids: readonly string[]): void {
  expect([...table]).toEqual([...oracle.values()]);
  expect(table.size).toBe(oracle.size);
  const unlike = ids.filter((id) => {
    const entity = oracle.get(id);
    const slot = table.slotOf(id);
    const inSlot = slot === undefined ? undefined : table.at(slot);
    return table.get(id) !== entity || table.has(id) !== (entity !== undefined) || inSlot !== entity;
  });
  expect(unlike).toEqual([]);
}

function expectDifference(before: Version, after: Version): void {
  const changes = diffTables(before.table, after.table);
  const ids = new Set([...before.oracle.keys(), ...after.oracle.keys()]);
  const expected = [...ids].filter((id) => before.oracle.get(id) !== after.oracle.get(id));
  expect(changes.map(({ id }) => id).sort()).toEqual(expected.sort());
  const wrong = changes.filter(
    (change) =>
      change.before !== before.oracle.get(change.id) ||
      change.after !== after.oracle.get(change.id) ||
      (change.after === undefined ? before : after).table.at(change.slot)?.id !== change.id,
  );
  expect(wrong).toEqual([]);
}

test('branching histories read like native maps, in every version that is held, and differ as those do', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.nat(spellings.length - 1),
      fc.constantFrom(64, 1_000),
      (start, spelling, limit) => {
        const random = seededRandom(start);
        const spell = spellings[spelling] ?? String;
        const ids = Array.from({ length: 1 + drawInt(random, 3_000) }, (_, index) => spell(index));
        const lastSlot = drawInt(random, 4) === 0 ? 2_000 : 2 ** 30;
        const held: Version[] = [{ table: smallTable(limit, lastSlot), oracle: new Map() }];
        for (let step = 0; step < 30; step += 1) {
          const base = drawOne(random, held);
          const version = edited(random, base, ids);
          expectDifference(base, version);
          held.push(version);
          if (held.length > 6) held.splice(drawInt(random, held.length), 1);
        }
        for (const version of held) expectSame(version, ids);
        expectDifference(drawOne(random, held), drawOne(random, held));
      },
    ),
    run,
  );
});
