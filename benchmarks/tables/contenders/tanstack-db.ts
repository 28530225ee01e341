import { createCollection, localOnlyCollectionOptions } from '@tanstack/db';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

/**
 * A local-only collection of TanStack DB. A change is optimistic first and done when its transaction says so, which is
 * waited for, one by one. It keeps no snapshot.
 */
export const openTanStackDb: OpenTable = (entities) => {
  const collection = createCollection(
    localOnlyCollectionOptions<Entity, string>({ getKey: ({ id }) => id, initialData: [...entities] }),
  );
  collection.startSyncImmediate();
  return {
    read(ids, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += collection.get(itemAt(ids, index))?.score ?? 0;
      return sum;
    },
    async update(ids, start, end, score) {
      for (let index = start; index < end; index += 1) {
        const { isPersisted } = collection.update(itemAt(ids, index), (draft) => {
          draft.score = score + index - start;
        });
        await isPersisted.promise;
      }
    },
    async updateBatch(ids, start, end, score) {
      const { isPersisted } = collection.update(ids.slice(start, end), (drafts) => {
        for (const [offset, draft] of drafts.entries()) draft.score = score + offset;
      });
      await isPersisted.promise;
    },
    async insert(added, start, end) {
      for (let index = start; index < end; index += 1) {
        await collection.insert(itemAt(added, index)).isPersisted.promise;
      }
    },
    async remove(ids, start, end) {
      for (let index = start; index < end; index += 1) {
        await collection.delete(itemAt(ids, index)).isPersisted.promise;
      }
    },
    get size() {
      return collection.size;
    },
  };
};
