import {
  BTreeIndex,
  createCollection,
  createLiveQueryCollection,
  eq,
  localOnlyCollectionOptions,
  lt,
  queryOnce,
} from '@tanstack/db';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import { type OpenDatabase, type Owner, SHOWN, type ShownRow } from '../database-contender.ts';

/**
 * Local-only collections of TanStack DB, with indexes on what the queries filter and join by. One on the score, which they order
 * by, made all of them slower, up to four times.
 */
export const openTanStackDatabase: OpenDatabase = (entities, owners) => {
  const rows = createCollection(
    localOnlyCollectionOptions<Entity, string>({ getKey: ({ id }) => id, initialData: [...entities] }),
  );
  const people = createCollection(
    localOnlyCollectionOptions<Owner, string>({ getKey: ({ id }) => id, initialData: [...owners] }),
  );
  rows.startSyncImmediate();
  people.startSyncImmediate();
  rows.createIndex((row) => row.ownerId, { indexType: BTreeIndex });
  rows.createIndex((row) => row.status, { indexType: BTreeIndex });
  people.createIndex((row) => row.id, { indexType: BTreeIndex });

  async function apply(
    changes: Parameters<Awaited<ReturnType<OpenDatabase>>['apply']>[0],
    start: number,
    end: number,
  ) {
    for (let index = start; index < end; index += 1) {
      const change = itemAt(changes, index);
      const { isPersisted } =
        change.kind === 'name'
          ? people.update(change.id, (draft) => {
              draft.name = change.name;
            })
          : rows.update(change.id, (draft) => {
              draft.score = change.score;
            });
      await isPersisted.promise;
    }
  }

  return {
    apply,
    async bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        const best = await queryOnce((query) =>
          query
            .from({ row: rows })
            .where(({ row }) => eq(row.ownerId, itemAt(ownerIds, index)))
            .orderBy(({ row }) => row.score, 'desc')
            .orderBy(({ row }) => row.id)
            .limit(SHOWN),
        );
        for (const { score } of best) sum += score;
      }
      return sum;
    },
    watchOwner(ownerId) {
      const live = createLiveQueryCollection((query) =>
        query
          .from({ row: rows })
          .where(({ row }) => eq(row.ownerId, ownerId))
          .orderBy(({ row }) => row.score, 'desc')
          .orderBy(({ row }) => row.id)
          .limit(SHOWN)
          .select(({ row }) => ({ id: row.id, score: row.score })),
      );
      return watched(live);
    },
    watchOpen() {
      const live = createLiveQueryCollection((query) =>
        query
          .from({ row: rows })
          .innerJoin({ owner: people }, ({ row, owner }) => eq(row.ownerId, owner.id))
          .where(({ row }) => eq(row.status, 'open'))
          .orderBy(({ row }) => row.score, 'desc')
          .orderBy(({ row }) => row.id)
          .limit(SHOWN)
          .select(({ row, owner }) => ({ id: row.id, score: row.score, ownerName: owner.name })),
      );
      return watched(live);
    },
    async countOlder(updatedBefore) {
      const found = await queryOnce((query) =>
        query
          .from({ row: rows })
          .where(({ row }) => lt(row.updatedAt, updatedBefore))
          .select(({ row }) => ({ id: row.id })),
      );
      return found.length;
    },
  };
};

interface LiveCollection {
  preload(): Promise<void>;
  readonly toArray: readonly ShownRow[];
  subscribeChanges(listener: () => void): { unsubscribe(): void };
  cleanup(): Promise<void>;
}

async function watched(live: LiveCollection) {
  let notices = 0;
  const subscription = live.subscribeChanges(() => {
    notices += 1;
  });
  await live.preload();
  return {
    rows: () =>
      live.toArray.map(({ id, score, ownerName }) =>
        ownerName === undefined ? { id, score } : { id, score, ownerName },
      ),
    get notices() {
      return notices;
    },
    stop() {
      subscription.unsubscribe();
      void live.cleanup();
    },
  };
}
