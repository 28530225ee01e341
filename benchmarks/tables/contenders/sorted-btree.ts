import { default as BTreeModule, simpleComparator } from 'sorted-btree';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

// The package is CommonJS with a default export, which Node gives as a member of the module.
const { default: BTree } = BTreeModule;

/** A B+ tree that shares nodes after `clone`; ids are compared by code unit. */
export const openSortedBTree: OpenTable = (entities) => {
  let state = new BTree<string, Entity>(undefined, simpleComparator);
  for (const entity of entities) state.set(entity.id, entity);
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
        if (old === undefined) continue;
        table = table.clone();
        table.set(id, { ...old, score: score + index - start });
      }
      state = table;
    },
    updateBatch(ids, start, end, score) {
      const table = state.clone();
      for (let index = start; index < end; index += 1) {
        const id = itemAt(ids, index);
        const old = table.get(id);
        if (old !== undefined) table.set(id, { ...old, score: score + index - start });
      }
      state = table;
    },
    insert(added, start, end) {
      let table = state;
      for (let index = start; index < end; index += 1) {
        const entity = itemAt(added, index);
        table = table.clone();
        table.set(entity.id, entity);
      }
      state = table;
    },
    remove(ids, start, end) {
      let table = state;
      for (let index = start; index < end; index += 1) {
        table = table.clone();
        table.delete(itemAt(ids, index));
      }
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
