import assert from 'node:assert/strict';
import { makeEntities } from '../entities/entity.ts';
import { heldIds, ownAndForeign } from '../entities/held-ids.ts';
import type { OpenTable } from './table-contender.ts';

/** Nobody is measured who does not do what is asked: every operation once, on few entities, with what it must lead to. */
export async function checkTable(open: OpenTable, n: number): Promise<void> {
  const count = Math.min(n, 200);
  const entities = makeEntities(count);
  const table = open(entities);
  const ids = heldIds(entities, 'check');
  const total = entities.reduce((sum, { score }) => sum + score, 0);
  assert.equal(table.size, count);
  assert.equal(table.read(ids, 0, count), total);

  const before = table.snapshot?.();
  await table.update(ids, 0, count, 1);
  assert.equal(table.read(ids, 0, count), (count * (count + 1)) / 2);
  const between = table.snapshot?.();
  await table.updateBatch(ids, 0, count, 2);
  assert.equal(table.read(ids, 0, count), (count * (count + 3)) / 2);

  const added = makeEntities(count, count, count * 2);
  await table.insert(added, 0, count);
  assert.equal(table.size, count * 2);
  await table.remove(ids, 0, count);
  const addedIds = ownAndForeign(added.map(({ id }) => id));
  assert.equal(table.size, count);
  assert.equal(table.read(ids, 0, count), 0);
  assert.equal(
    table.read(addedIds, 0, count),
    added.reduce((sum, { score }) => sum + score, 0),
  );

  for (const entity of entities) {
    if (before !== undefined) assert.equal(before.scoreOf(entity.id), entity.score);
  }
  for (const [index, id] of ids.entries()) {
    if (between !== undefined) assert.equal(between.scoreOf(id), index + 1);
  }
}
