import assert from 'node:assert/strict';
import type { Entity } from '../entities/entity.ts';
import {
  type Change,
  compareShown,
  type DatabaseUnderTest,
  type LiveRows,
  type OpenDatabase,
  SHOWN,
  type ShownRow,
} from './database-contender.ts';
import { makeWorkload, type Workload } from './workload.ts';

const CHECKED_N = 1_000;
const CHECKED_CHANGES = 200;

/** Nobody is measured whose answers differ from those of a recomputation over plain objects. */
export async function checkDatabase(open: OpenDatabase): Promise<void> {
  const workload = makeWorkload(CHECKED_N);
  const truth = new PlainRows(workload);
  const database = await open(workload.entities, workload.owners);
  const bestHere = () => sumOf(truth.bestOf(workload.watchedOwnerId));
  const marks = [database.mark?.()];
  const bestAtMarks = [bestHere()];

  const ownerRows = await database.watchOwner?.(workload.watchedOwnerId);
  await applyBoth(database, truth, workload.ownerChanges, ownerRows, () =>
    truth.bestOf(workload.watchedOwnerId),
  );
  ownerRows?.stop();
  const topRows = await database.watchOpen?.();
  await applyBoth(database, truth, workload.topChanges, topRows, () => truth.bestOpen());
  topRows?.stop();
  marks.push(database.mark?.());
  bestAtMarks.push(bestHere());

  if (database.bestOfOwners !== undefined) {
    assert.equal(await database.bestOfOwners([workload.watchedOwnerId], 0, 1), bestHere());
  }
  const moment = workload.entities[0]?.updatedAt ?? 0;
  if (database.countOlder !== undefined) {
    assert.equal(await database.countOlder(moment), truth.countOlder(moment));
  }
  checkHistory(database, marks, bestAtMarks, workload.watchedOwnerId, truth.differing(workload.entities));
}

function checkHistory(
  database: DatabaseUnderTest,
  marks: readonly (number | undefined)[],
  bestAtMarks: readonly number[],
  ownerId: string,
  differing: number,
): void {
  const [first, last] = marks;
  if (first === undefined || last === undefined) return;
  if (database.differingSince !== undefined) assert.equal(database.differingSince(first), differing);
  for (const [index, mark] of [first, last].entries()) {
    if (database.visit !== undefined) assert.equal(database.visit([mark], 0, 1, ownerId), bestAtMarks[index]);
  }
}

/** The same changes to both, with the live result compared after each. */
async function applyBoth(
  database: DatabaseUnderTest,
  truth: PlainRows,
  changes: readonly Change[],
  live: LiveRows | undefined,
  expected: () => readonly ShownRow[],
): Promise<void> {
  for (let index = 0; index < CHECKED_CHANGES; index += 1) {
    await database.apply(changes, index, index + 1);
    truth.apply(changes[index]);
    if (live !== undefined) assert.deepEqual(live.rows(), expected(), `after change ${index}`);
  }
  if (live !== undefined) assert.ok(live.notices > 0, 'the live query told nobody');
}

/** The oracle: rows in plain maps, each answer from scratch. */
class PlainRows {
  readonly #rows: Map<string, Entity>;
  readonly #names: Map<string, string>;

  constructor({ entities, owners }: Workload) {
    this.#rows = new Map(entities.map((entity) => [entity.id, entity]));
    this.#names = new Map(owners.map(({ id, name }) => [id, name]));
  }

  apply(change: Change | undefined): void {
    if (change?.kind === 'name') this.#names.set(change.id, change.name);
    else if (change !== undefined) {
      const row = this.#rows.get(change.id);
      if (row !== undefined) this.#rows.set(change.id, { ...row, score: change.score });
    }
  }

  bestOf(owner: string): readonly ShownRow[] {
    return this.#best(({ ownerId }) => ownerId === owner).map(({ id, score }) => ({ id, score }));
  }

  bestOpen(): readonly ShownRow[] {
    return this.#best(({ status }) => status === 'open').map(({ id, score, ownerId }) => ({
      id,
      score,
      ownerName: this.#names.get(ownerId) ?? '',
    }));
  }

  countOlder(before: number): number {
    return [...this.#rows.values()].filter(({ updatedAt }) => updatedAt < before).length;
  }

  differing(entities: readonly Entity[]): number {
    return entities.filter((entity) => this.#rows.get(entity.id) !== entity).length;
  }

  #best(matches: (row: Entity) => boolean): readonly Entity[] {
    return [...this.#rows.values()].filter(matches).sort(compareShown).slice(0, SHOWN);
  }
}

function sumOf(rows: readonly ShownRow[]): number {
  return rows.reduce((sum, { score }) => sum + score, 0);
}
