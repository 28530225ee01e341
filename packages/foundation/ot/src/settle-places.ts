import { ConflictKind } from './conflict.ts';
import { placeOf, samePlace } from './plain-row.ts';
import type { TouchedEntity, WorkingSet } from './working-set.ts';

/**
 * After this no touched entity is its own ancestor. A move that closes a cycle goes back to where the entity was; a
 * new entity goes to the top level. Each pass takes at least one move back, and with all of them back there is no
 * cycle, so it ends.
 */
export function settlePlaces(working: WorkingSet): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (const entity of working.touched()) {
      if (hasMoved(entity) && isOwnAncestor(working, entity)) {
        takeBack(working, entity);
        moved = true;
      }
    }
  }
}

function hasMoved(entity: TouchedEntity): boolean {
  if (entity.after === undefined || entity.shape.order !== 'tree') return false;
  const { parent } = placeOf(entity.after);
  if (parent === null) return false;
  return entity.before === undefined || entity.replaced || placeOf(entity.before).parent !== parent;
}

function isOwnAncestor(working: WorkingSet, entity: TouchedEntity): boolean {
  const seen = new Set<string>();
  let current: string | null = entity.id;
  while (current !== null && !seen.has(current)) {
    seen.add(current);
    const row = working.row(entity.table, current);
    current = row === undefined ? null : placeOf(row).parent;
    if (current === entity.id) return true;
  }
  return false;
}

function takeBack(working: WorkingSet, entity: TouchedEntity): void {
  if (entity.after === undefined) return;
  const place = placeOf(entity.after);
  const earlier = entity.before === undefined || entity.replaced ? undefined : placeOf(entity.before);
  const back = earlier ?? { parent: null, position: place.position };
  working.conflict({
    kind: ConflictKind.Cycle,
    table: entity.table,
    id: entity.id,
    field: 'parent',
    lost: { ...place },
  });
  if (!samePlace(back, place)) entity.after = { ...entity.after, ...back };
}
