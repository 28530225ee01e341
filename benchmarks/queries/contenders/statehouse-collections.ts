import { diffTables, type OrderedIndex, type Table, tableFrom } from '@statehouse/collections';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import { ownerIndexOf } from '../../entities/owner-index.ts';
import { type OpenDatabase, SHOWN } from '../database-contender.ts';

interface State {
  readonly rows: Table<Entity>;
  readonly byOwner: OrderedIndex;
}

/** What lies under the database, joined by hand: a persistent table and an ordered index over its slots. */
export const openStatehouseCollections: OpenDatabase = (entities) => {
  const rows = tableFrom(entities, ({ id }) => id);
  let state: State = { rows, byOwner: ownerIndexOf(rows) };
  const marks: State[] = [];

  function sumOfBest({ rows: from, byOwner }: State, ownerId: string): number {
    let sum = 0;
    let left = SHOWN;
    for (const slot of byOwner.range({ from: [ownerId], to: [ownerId] })) {
      sum += from.at(slot)?.score ?? 0;
      left -= 1;
      if (left === 0) break;
    }
    return sum;
  }

  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        const slot = state.rows.slotOf(change.id);
        const old = slot === undefined ? undefined : state.rows.at(slot);
        if (slot === undefined || old === undefined || change.kind !== 'score') continue;
        const next = state.rows.set({ ...old, score: change.score });
        const byOwner = state.byOwner.batch(
          (entry) => next.at(entry)?.id ?? '',
          (draft) => {
            draft.delete([old.ownerId, old.score], slot);
            draft.add([old.ownerId, change.score], slot);
          },
        );
        state = { rows: next, byOwner };
      }
    },
    bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += sumOfBest(state, itemAt(ownerIds, index));
      return sum;
    },
    countOlder(updatedBefore) {
      let count = 0;
      state.rows.forEach(({ updatedAt }) => {
        if (updatedAt < updatedBefore) count += 1;
      });
      return count;
    },
    mark: () => marks.push(state) - 1,
    differingSince: (mark) => diffTables(itemAt(marks, mark).rows, state.rows).length,
    visit(places, start, end, ownerId) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        sum += sumOfBest(itemAt(marks, itemAt(places, index)), ownerId);
      }
      return sum;
    },
  };
};
