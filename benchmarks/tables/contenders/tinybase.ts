import { createStore, type Row, type Table } from 'tinybase';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

const TABLE = 'entities';

/** A store of TinyBase without schema or listeners. It copies rows into cells of its own, and keeps no snapshot. */
export const openTinyBase: OpenTable = (entities) => {
  const store = createStore();
  const table: Table = {};
  for (const entity of entities) table[entity.id] = rowOf(entity);
  store.setTable(TABLE, table);
  const update = (ids: readonly string[], start: number, end: number, score: number) => {
    for (let index = start; index < end; index += 1) {
      store.setCell(TABLE, itemAt(ids, index), 'score', score + index - start);
    }
  };
  return {
    // The whole row, as the others give it.
    read(ids, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        const { score } = store.getRow(TABLE, itemAt(ids, index));
        if (typeof score === 'number') sum += score;
      }
      return sum;
    },
    update,
    updateBatch(ids, start, end, score) {
      store.transaction(() => update(ids, start, end, score));
    },
    insert(added, start, end) {
      for (let index = start; index < end; index += 1) {
        const entity = itemAt(added, index);
        store.setRow(TABLE, entity.id, rowOf(entity));
      }
    },
    remove(ids, start, end) {
      for (let index = start; index < end; index += 1) store.delRow(TABLE, itemAt(ids, index));
    },
    get size() {
      return store.getRowCount(TABLE);
    },
  };
};

function rowOf({ title, ownerId, status, score, updatedAt }: Entity): Row {
  return { title, ownerId, status, score, updatedAt };
}
