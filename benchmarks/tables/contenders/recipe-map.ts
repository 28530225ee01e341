import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

type Entities = ReadonlyMap<string, Entity>;
/** What a recipe is given: the map to change as if it were one's own. */
type Draft = Map<string, { -readonly [Field in keyof Entity]: Entity[Field] }>;

/** A table that is a native Map, changed by recipes: `change` answers the map that a recipe makes of another. */
export function recipeMap(change: (table: Entities, recipe: (draft: Draft) => void) => Entities): OpenTable {
  return (entities) => {
    let state = change(new Map(), (draft) => {
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
          state = change(state, (draft) => {
            const entity = draft.get(itemAt(ids, index));
            if (entity !== undefined) entity.score = score + index - start;
          });
        }
      },
      updateBatch(ids, start, end, score) {
        state = change(state, (draft) => {
          for (let index = start; index < end; index += 1) {
            const entity = draft.get(itemAt(ids, index));
            if (entity !== undefined) entity.score = score + index - start;
          }
        });
      },
      insert(added, start, end) {
        for (let index = start; index < end; index += 1) {
          const entity = itemAt(added, index);
          state = change(state, (draft) => {
            draft.set(entity.id, entity);
          });
        }
      },
      remove(ids, start, end) {
        for (let index = start; index < end; index += 1) {
          state = change(state, (draft) => {
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
}
