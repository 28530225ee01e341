import { type Table, tableFrom } from '@statehouse/collections';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import { ownerIndexOf } from '../../entities/owner-index.ts';
import type { OpenTable } from '../table-contender.ts';

/** The persistent table of `@statehouse/collections`. */
export const openStatehouse: OpenTable = (entities) => {
  let state: Table<Entity> = tableFrom(entities, idOf);
  return {
    read(ids, start, end) {
      const table = state;
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += table.get(itemAt(ids, index))?.score ?? 0;
      return sum;
    },
    update(ids, start, end, score) {
      let table = state;
      for (let index = start; index < end; index += 1) {
        const old = table.get(itemAt(ids, index));
        if (old !== undefined) table = table.set({ ...old, score: score + index - start });
      }
      state = table;
    },
    updateBatch(ids, start, end, score) {
      state = state.batch((draft) => {
        for (let index = start; index < end; index += 1) {
          const old = draft.get(itemAt(ids, index));
          if (old !== undefined) draft.set({ ...old, score: score + index - start });
        }
      });
    },
    insert(added, start, end) {
      let table = state;
      for (let index = start; index < end; index += 1) table = table.set(itemAt(added, index));
      state = table;
    },
    remove(ids, start, end) {
      let table = state;
      for (let index = start; index < end; index += 1) table = table.delete(itemAt(ids, index));
      state = table;
    },
    get size() {
      return state.size;
    },
    snapshot() {
      const kept = state;
      return { size: kept.size, scoreOf: (id) => kept.get(id)?.score };
    },
  };
};

/** With an index by owner and score over its slots. */
export function openIndexedStatehouse(entities: readonly Entity[]): object {
  const byId = tableFrom(entities, idOf);
  return { byId, byOwner: ownerIndexOf(byId) };
}

function idOf({ id }: Entity): string {
  return id;
}
