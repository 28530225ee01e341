import type { Entity } from '../../entities/entity.ts';
import { compareShown } from '../database-contender.ts';

/** An index as one would write it by hand: an array of rows for each owner, kept in order by binary search. */
export class OwnerLists {
  readonly #lists = new Map<string, Entity[]>();

  constructor(entities: readonly Entity[]) {
    for (const entity of entities) {
      const list = this.#lists.get(entity.ownerId);
      if (list === undefined) this.#lists.set(entity.ownerId, [entity]);
      else list.push(entity);
    }
    for (const list of this.#lists.values()) list.sort(compareShown);
  }

  of(ownerId: string): readonly Entity[] {
    return this.#lists.get(ownerId) ?? [];
  }

  replace(old: Entity, next: Entity): void {
    const list = this.#lists.get(old.ownerId);
    if (list === undefined) return;
    list.splice(placeOf(list, old), 1);
    list.splice(placeOf(list, next), 0, next);
  }
}

function placeOf(list: readonly Entity[], row: Entity): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle];
    if (other !== undefined && compareShown(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
