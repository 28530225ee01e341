import { ConflictKind } from './conflict.ts';
import { placeOf, samePlace } from './plain-row.ts';
import { entityKey, type TouchedEntity, type WorkingSet } from './working-set.ts';

/** An entity that the operation puts under another parent. */
interface Moved {
  readonly entity: TouchedEntity;
  /** Its place among those that do. */
  readonly order: number;
}

/** So many steps may be walked for nothing; after that every move that is still in question goes back. */
const MAX_WASTED_STEPS = 100_000;

/**
 * After this no touched entity is its own ancestor. Of the moves that close a cycle the first one in the operation
 * goes back to where its entity was; a new entity goes to the top level. With all of them back there is no cycle, so
 * it ends. What is known to stand under the top level stays so, and is not walked again.
 */
export function settlePlaces(working: WorkingSet): void {
  const moved = new Map<string, Moved>();
  for (const entity of working.touched())
    if (hasMoved(entity)) moved.set(entityKey(entity.table, entity.id), { entity, order: moved.size });
  const grounded = new Set<string>();
  let wasted = 0;
  for (const { entity } of moved.values()) {
    for (;;) {
      const { path, cycle } = walkUp(working, entity, grounded);
      if (cycle.length === 0) {
        for (const key of path) grounded.add(key);
        break;
      }
      wasted += path.size;
      if (wasted > MAX_WASTED_STEPS) {
        for (const [key, other] of moved)
          if (!grounded.has(key) && hasMoved(other.entity)) takeBack(working, other.entity);
        return;
      }
      const first = firstMoved(moved, cycle);
      // A cycle that was there before is not this operation's.
      if (first === undefined) break;
      takeBack(working, first);
    }
  }
}

/** The way up to the top level, or to what is known to lead there; and the cycle in which it ends instead. */
function walkUp(
  working: WorkingSet,
  { table, id }: TouchedEntity,
  grounded: ReadonlySet<string>,
): { readonly path: ReadonlySet<string>; readonly cycle: readonly string[] } {
  const path = new Set<string>();
  for (let current: string | null = id; current !== null; ) {
    const key = entityKey(table, current);
    if (grounded.has(key)) break;
    if (path.has(key)) {
      const steps = [...path];
      return { path, cycle: steps.slice(steps.indexOf(key)) };
    }
    path.add(key);
    const row = working.row(table, current);
    current = row === undefined ? null : placeOf(row).parent;
  }
  return { path, cycle: [] };
}

/** The first entity of a cycle whose move can be taken back. */
function firstMoved(moved: ReadonlyMap<string, Moved>, cycle: readonly string[]): TouchedEntity | undefined {
  let first: Moved | undefined;
  for (const key of cycle) {
    const one = moved.get(key);
    if (one !== undefined && hasMoved(one.entity) && (first === undefined || one.order < first.order))
      first = one;
  }
  return first?.entity;
}

function hasMoved(entity: TouchedEntity): boolean {
  if (entity.after === undefined || entity.shape.order !== 'tree') return false;
  const { parent } = placeOf(entity.after);
  if (parent === null) return false;
  return entity.before === undefined || entity.replaced || placeOf(entity.before).parent !== parent;
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
