import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableFrom } from './slot-table.ts';
import type { Table, TableDraft } from './table.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 60),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

interface Entity {
  readonly id: string;
  readonly value: number;
}

type Oracle = ReadonlyMap<string, Entity>;
interface Version {
  readonly table: Table<Entity>;
  readonly oracle: Oracle;
}

/** Reads more than it takes for pages to be made, or to change hands. */
function expectReads(
  table: Pick<Table<Entity>, 'get' | 'slotOf' | 'at'>,
  oracle: Oracle,
  ids: readonly string[],
) {
  const unlike = ids.filter((id) => {
    const slot = table.slotOf(id);
    const inSlot = slot === undefined ? undefined : table.at(slot);
    return table.get(id) !== oracle.get(id) || inSlot !== oracle.get(id);
  });
  expect(unlike).toEqual([]);
}

function change(
  random: Random,
  ids: readonly string[],
  draft: TableDraft<Entity>,
  oracle: Map<string, Entity>,
) {
  const first = drawInt(random, ids.length);
  const removes = drawInt(random, 3) === 0;
  for (const id of ids.slice(first, first + drawOne(random, [1, 30, 900]))) {
    if (removes) {
      draft.delete(id);
      oracle.delete(id);
    } else {
      const entity = { id, value: drawInt(random, 5) };
      draft.set(entity);
      oracle.set(id, entity);
    }
  }
}

/** A batch in which now the draft is read and now the table that it comes from; perhaps it fails in the end. */
function batched(
  random: Random,
  { table, oracle }: Version,
  ids: readonly string[],
  fails: boolean,
): Version {
  const next = new Map(oracle);
  try {
    const after = table.batch((draft) => {
      for (let count = drawInt(random, 4); count >= 0; count -= 1) {
        change(random, ids, draft, next);
        const read = drawInt(random, 3);
        if (read === 0) expectReads(draft, next, ids);
        if (read === 1) expectReads(table, oracle, ids);
      }
      if (fails) throw new RangeError('this batch fails');
    });
    return { table: after, oracle: next };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { table, oracle };
  }
}

function changedOnce(random: Random, { table, oracle }: Version, ids: readonly string[]): Version {
  const next = new Map(oracle);
  const id = drawOne(random, ids);
  if (drawInt(random, 2) === 0) {
    next.delete(id);
    return { table: table.delete(id), oracle: next };
  }
  const entity = { id, value: drawInt(random, 5) };
  next.set(id, entity);
  return { table: table.set(entity), oracle: next };
}

test('every version reads as it was, whichever was read or changed last, in a batch or after one that failed', () => {
  fc.assert(
    fc.property(fc.integer(), (start) => {
      const random = seededRandom(start);
      const ids = Array.from({ length: 600 + drawInt(random, 2_000) }, (_, index) => `${index}`);
      const first = ids.slice(0, drawInt(random, ids.length)).map((id) => ({ id, value: 0 }));
      const oracle = new Map(first.map((entity) => [entity.id, entity]));
      const held: Version[] = [{ table: tableFrom(first, ({ id }) => id), oracle }];
      for (let step = 0; step < 25; step += 1) {
        const base = drawOne(random, held);
        const kind = drawInt(random, 8);
        if (kind < 3) expectReads(base.table, base.oracle, ids);
        else if (kind < 5) held.push(changedOnce(random, base, ids));
        else held.push(batched(random, base, ids, kind === 7));
        if (held.length > 5) held.splice(drawInt(random, held.length), 1);
        const some = ids.slice(drawInt(random, ids.length)).slice(0, 40);
        for (const version of held) expectReads(version.table, version.oracle, some);
      }
      for (const version of held) expectReads(version.table, version.oracle, ids);
    }),
    run,
  );
});
