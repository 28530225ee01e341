import { create } from 'mutative';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

/** A native Map under Mutative, which does not freeze unless it is told to. */
export const openMutative: OpenTable = (entities) => {
  let state: ReadonlyMap<string, Entity> = create(new Map<string, Entity>(), (draft) => {
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
      for (let index = start; index < end; index += 1) {
        state = create(state, (draft) => {
          const entity = draft.get(itemAt(ids, index));
          if (entity !== undefined) entity.score = score + index - start;
        });
      }
    },
    updateBatch(ids, start, end, score) {
      state = create(state, (draft) => {
        for (let index = start; index < end; index += 1) {
          const entity = draft.get(itemAt(ids, index));
          if (entity !== undefined) entity.score = score + index - start;
        }
      });
    },
    insert(added, start, end) {
      for (let index = start; index < end; index += 1) {
        const entity = itemAt(added, index);
        state = create(state, (draft) => {
          draft.set(entity.id, entity);
        });
      }
    },
    remove(ids, start, end) {
      for (let index = start; index < end; index += 1) {
        state = create(state, (draft) => {
          draft.delete(itemAt(ids, index));
        });
      }
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
