import { default as BTreeModule, simpleComparator } from 'sorted-btree';
import { default as diffModule } from 'sorted-btree/extended/diffAgainst.js';
import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import { compareShown, type OpenDatabase, SHOWN } from '../database-contender.ts';

const { default: BTree } = BTreeModule;
const { default: diffAgainst } = diffModule;

/** Two persistent B+ trees, of the rows by id and of an index written by hand; a state is a clone of both. */
export const openSortedBTreeDatabase: OpenDatabase = (entities) => {
  let rows = new BTree<string, Entity>(undefined, simpleComparator);
  let byOwner = new BTree<Entity, undefined>(undefined, compareByOwner);
  for (const entity of entities) {
    rows.set(entity.id, entity);
    byOwner.set(entity, undefined);
  }
  const marks: { readonly rows: typeof rows; readonly byOwner: typeof byOwner }[] = [];

  function sumOfBest(index: typeof byOwner, ownerId: string): number {
    let sum = 0;
    let left = SHOWN;
    // `nextHigherPair` of an entry before all of this owner, then a walk from there.
    for (const row of index.keys(firstOf(ownerId))) {
      if (left === 0 || row.ownerId !== ownerId) break;
      sum += row.score;
      left -= 1;
    }
    return sum;
  }

  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        const old = rows.get(change.id);
        if (old === undefined || change.kind !== 'score') continue;
        const next = { ...old, score: change.score };
        rows = rows.clone();
        rows.set(change.id, next);
        byOwner = byOwner.clone();
        byOwner.delete(old);
        byOwner.set(next, undefined);
      }
    },
    bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) sum += sumOfBest(byOwner, itemAt(ownerIds, index));
      return sum;
    },
    countOlder(updatedBefore) {
      let count = 0;
      for (const { updatedAt } of rows.values()) {
        if (updatedAt < updatedBefore) count += 1;
      }
      return count;
    },
    mark: () => marks.push({ rows: rows.clone(), byOwner: byOwner.clone() }) - 1,
    differingSince(mark) {
      let count = 0;
      diffAgainst(itemAt(marks, mark).rows, rows, undefined, undefined, () => {
        count += 1;
      });
      return count;
    },
    visit(places, start, end, ownerId) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        sum += sumOfBest(itemAt(marks, itemAt(places, index)).byOwner, ownerId);
      }
      return sum;
    },
  };
};

function compareByOwner(left: Entity, right: Entity): number {
  if (left.ownerId !== right.ownerId) return left.ownerId < right.ownerId ? -1 : 1;
  return compareShown(left, right);
}

function firstOf(ownerId: string): Entity {
  return { id: '', title: '', ownerId, status: '', score: Number.POSITIVE_INFINITY, updatedAt: 0 };
}
