import { createEntityAdapter, type EntityState } from '@reduxjs/toolkit';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenTable } from '../table-contender.ts';

/** Redux Toolkit's entity adapter on plain state, as a reducer would call it. */
export const openEntityAdapter: OpenTable = (entities) => {
  const adapter = createEntityAdapter<Entity>();
  let state: EntityState<Entity, string> = adapter.setAll(adapter.getInitialState(), entities);
  return {
    read(ids, start, end) {
      const table = state.entities;
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += table[itemAt(ids, index)]?.score ?? 0;
      return sum;
    },
    update(ids, start, end, score) {
      for (let index = start; index < end; index += 1) {
        const changes = { score: score + index - start };
        state = adapter.updateOne(state, { id: itemAt(ids, index), changes });
      }
    },
    updateBatch(ids, start, end, score) {
      const updates = ids.slice(start, end).map((id, offset) => ({ id, changes: { score: score + offset } }));
      state = adapter.updateMany(state, updates);
    },
    insert(added, start, end) {
      for (let index = start; index < end; index += 1) state = adapter.addOne(state, itemAt(added, index));
    },
    remove(ids, start, end) {
      for (let index = start; index < end; index += 1) state = adapter.removeOne(state, itemAt(ids, index));
    },
    get size() {
      return state.ids.length;
    },
    snapshot() {
      const kept = state;
      return { size: kept.ids.length, scoreOf: (id) => kept.entities[id]?.score };
    },
  };
};
