import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { type Entity, makeEntities, ownerIdAt } from '../entities/entity.ts';
import { drawDistinct } from '../entities/held-ids.ts';
import { type Change, compareShown, type Owner } from './database-contender.ts';

const CHANGES = 20_000;
const TOP = 200;
const HIGH_SCORE = 1_000_000;
const RENAME_EVERY = 20;

/** What all implementations are given. */
export interface Workload {
  readonly entities: readonly Entity[];
  readonly owners: readonly Owner[];
  readonly watchedOwnerId: string;
  /** Half to rows of the watched owner, half to any. */
  readonly ownerChanges: readonly Change[];
  /** Half to rows that stand at the top of the open ones or did, half to any; some to the names of owners. */
  readonly topChanges: readonly Change[];
  /** Scores of different rows. */
  readonly distinctChanges: readonly Change[];
}

export function makeWorkload(n: number): Workload {
  const entities = makeEntities(n);
  const owners = Array.from({ length: Math.max(1, Math.floor(n / 100)) }, (_, index) => ({
    id: ownerIdAt(index),
    name: `Owner number ${index}`,
  }));
  const watchedOwnerId = ownerIdAt(owners.length >> 1);
  const random = seededRandom(3, 'changes');
  const owned = entities.filter(({ ownerId }) => ownerId === watchedOwnerId);
  const top = topOpen(entities);
  return {
    entities,
    owners,
    watchedOwnerId,
    ownerChanges: Array.from({ length: CHANGES }, (_, index) => ({
      kind: 'score',
      id: drawOne(random, index % 2 === 0 && owned.length > 0 ? owned : entities).id,
      score: drawInt(random, HIGH_SCORE),
    })),
    topChanges: Array.from({ length: CHANGES }, (_, index): Change => {
      const entity = drawOne(random, index % 2 === 0 ? top : entities);
      if (index % RENAME_EVERY === 0) return { kind: 'name', id: entity.ownerId, name: `Renamed ${index}` };
      // Now far up, now anywhere: rows come in and fall out. Those far up have scores of their own, because not everybody
      // can order equal ones by id.
      const score = index % 4 < 2 ? HIGH_SCORE + ((index * 7_919) % CHANGES) : drawInt(random, HIGH_SCORE);
      return { kind: 'score', id: entity.id, score };
    }),
    distinctChanges: drawDistinct(entities, Math.min(n, CHANGES), 'distinct').map(({ id }) => ({
      kind: 'score',
      id,
      score: drawInt(random, HIGH_SCORE),
    })),
  };
}

/** The open rows that stand highest, without sorting ten million. */
function topOpen(entities: readonly Entity[]): readonly Entity[] {
  const open = entities.filter(({ status }) => status === 'open');
  const threshold = 1_000_000 * (1 - (TOP * 2) / Math.max(TOP * 2, open.length));
  return open
    .filter(({ score }) => score >= threshold)
    .sort(compareShown)
    .slice(0, TOP);
}
