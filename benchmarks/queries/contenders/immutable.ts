import { Map as ImmutableMap } from 'immutable';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import type { OpenDatabase } from '../database-contender.ts';

/** A Map of Immutable.js: snapshots, but no indexes, and no comparison that skips what two of them share. */
export const openImmutableDatabase: OpenDatabase = (entities) => {
  let rows = ImmutableMap<string, Entity>(entities.map((entity) => [entity.id, entity]));
  const marks: (typeof rows)[] = [];
  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        const old = rows.get(change.id);
        if (old !== undefined && change.kind === 'score')
          rows = rows.set(change.id, { ...old, score: change.score });
      }
    },
    countOlder(updatedBefore) {
      let count = 0;
      for (const { updatedAt } of rows.values()) {
        if (updatedAt < updatedBefore) count += 1;
      }
      return count;
    },
    mark: () => marks.push(rows) - 1,
    differingSince(mark) {
      const before = itemAt(marks, mark);
      let count = 0;
      for (const [id, row] of rows) if (before.get(id) !== row) count += 1;
      return count;
    },
  };
};
