import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

/** The yardstick: the mutable Map of the language. It keeps no snapshot. */
export const openNativeMap: OpenTable = (entities) => {
  const map = new Map<string, Entity>();
  for (const entity of entities) map.set(entity.id, entity);
  const update = (ids: readonly string[], start: number, end: number, score: number) => {
    for (let index = start; index < end; index += 1) {
      const id = itemAt(ids, index);
      const old = map.get(id);
      if (old !== undefined) map.set(id, { ...old, score: score + index - start });
    }
  };
  return {
    read(ids, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += map.get(itemAt(ids, index))?.score ?? 0;
      return sum;
    },
    update,
    updateBatch: update,
    insert(added, start, end) {
      for (let index = start; index < end; index += 1) {
        const entity = itemAt(added, index);
        map.set(entity.id, entity);
      }
    },
    remove(ids, start, end) {
      for (let index = start; index < end; index += 1) map.delete(itemAt(ids, index));
    },
    get size() {
      return map.size;
    },
  };
};

/** With an index as one would write it: a list of entities for each owner, in order of score. */
export function openIndexedNativeMap(entities: readonly Entity[]): object {
  const byOwner = new Map<string, Entity[]>();
  for (const entity of entities) {
    const list = byOwner.get(entity.ownerId);
    if (list === undefined) byOwner.set(entity.ownerId, [entity]);
    else list.push(entity);
  }
  for (const list of byOwner.values()) list.sort((left, right) => right.score - left.score);
  return { byId: new Map(entities.map((entity) => [entity.id, entity])), byOwner };
}
