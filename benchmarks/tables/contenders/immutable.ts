import { Map as ImmutableMap } from 'immutable';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

/** An unordered Map of Immutable.js. */
export const openImmutable: OpenTable = (entities) => {
  let state = ImmutableMap<string, Entity>().withMutations((draft) => {
    for (const entity of entities) draft.set(entity.id, entity);
  });
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
        const id = itemAt(ids, index);
        const old = table.get(id);
        if (old !== undefined) table = table.set(id, { ...old, score: score + index - start });
      }
      state = table;
    },
    updateBatch(ids, start, end, score) {
      state = state.withMutations((draft) => {
        for (let index = start; index < end; index += 1) {
          const id = itemAt(ids, index);
          const old = draft.get(id);
          if (old !== undefined) draft.set(id, { ...old, score: score + index - start });
        }
      });
    },
    insert(added, start, end) {
      let table = state;
      for (let index = start; index < end; index += 1) {
        const entity = itemAt(added, index);
        table = table.set(entity.id, entity);
      }
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
