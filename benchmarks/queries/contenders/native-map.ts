import type { Entity } from '../../entities/entity.ts';
import { itemAt } from '../../entities/item-at.ts';
import { type OpenDatabase, SHOWN } from '../database-contender.ts';
import { OwnerLists } from './owner-lists.ts';

/** No library: a mutable Map, an index written by hand, and a watched result that is cut from it again. */
export const openNativeDatabase: OpenDatabase = (entities) => {
  const rows = new Map<string, Entity>(entities.map((entity) => [entity.id, entity]));
  const lists = new OwnerLists(entities);
  let onChange: ((ownerId: string) => void) | undefined;
  return {
    apply(changes, start, end) {
      for (let index = start; index < end; index += 1) {
        const change = itemAt(changes, index);
        const old = change.kind === 'score' ? rows.get(change.id) : undefined;
        if (old === undefined || change.kind !== 'score') continue;
        const next = { ...old, score: change.score };
        rows.set(change.id, next);
        lists.replace(old, next);
        onChange?.(old.ownerId);
      }
    },
    bestOfOwners(ownerIds, start, end) {
      let sum = 0;
      for (let index = start; index < end; index += 1) {
        for (const { score } of lists.of(itemAt(ownerIds, index)).slice(0, SHOWN)) sum += score;
      }
      return sum;
    },
    watchOwner(ownerId) {
      let shown = lists.of(ownerId).slice(0, SHOWN);
      let notices = 0;
      onChange = (changed) => {
        if (changed !== ownerId) return;
        shown = lists.of(ownerId).slice(0, SHOWN);
        notices += 1;
      };
      return {
        rows: () => shown.map(({ id, score }) => ({ id, score })),
        get notices() {
          return notices;
        },
        stop() {
          onChange = undefined;
        },
      };
    },
    countOlder(updatedBefore) {
      let count = 0;
      for (const { updatedAt } of rows.values()) {
        if (updatedAt < updatedBefore) count += 1;
      }
      return count;
    },
  };
};
