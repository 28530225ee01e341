import type { Json } from '@statehouse/kernel';
import { isArray } from '@statehouse/kernel';
import { type Conflict, ConflictKind } from './conflict.ts';
import type { ReferenceField } from './document-state.ts';
import { placeOf, plainRow } from './plain-row.ts';
import type { TouchedEntity, WorkingSet } from './working-set.ts';

/**
 * After this every reference of a touched entity points at something that is there (deletions not yet carried out).
 * A field of an entity that was there goes back to its earlier target; a new entity gets null where it may, and is
 * not inserted where it may not. Dropping an insertion can leave others dangling, so it goes on until nothing moves.
 */
export function settleReferences(working: WorkingSet): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (const entity of working.touched()) {
      if (entity.after !== undefined && entity.after !== entity.before)
        moved = settle(working, entity) || moved;
    }
  }
}

function settle(working: WorkingSet, entity: TouchedEntity): boolean {
  let moved = false;
  for (const reference of entity.shape.references) {
    if (entity.after === undefined) return moved;
    const value = entity.after[reference.field];
    if (reference.many && isArray(value)) moved = settleList(working, entity, reference, value) || moved;
    else if (typeof value === 'string' && !working.exists(reference.target, value)) {
      settleOne(working, entity, reference, value);
      moved = true;
    }
  }
  return settleParent(working, entity) || moved;
}

function settleOne(working: WorkingSet, entity: TouchedEntity, reference: ReferenceField, lost: Json): void {
  const { field } = reference;
  if (isNew(entity) && !reference.nullable) {
    skipInsertion(working, entity, field);
    return;
  }
  working.conflict(dangling(entity, field, lost));
  const earlier = isNew(entity) ? undefined : entity.before?.[field];
  const valid = typeof earlier === 'string' && working.exists(reference.target, earlier);
  if (entity.after !== undefined) entity.after = { ...entity.after, [field]: valid ? earlier : null };
}

function settleList(
  working: WorkingSet,
  entity: TouchedEntity,
  reference: ReferenceField,
  value: readonly unknown[],
): boolean {
  const kept: string[] = [];
  const lost: string[] = [];
  for (const id of value) {
    if (typeof id === 'string') (working.exists(reference.target, id) ? kept : lost).push(id);
  }
  if (lost.length === 0 || entity.after === undefined) return false;
  working.conflict(dangling(entity, reference.field, lost));
  entity.after = { ...entity.after, [reference.field]: kept };
  return true;
}

function settleParent(working: WorkingSet, entity: TouchedEntity): boolean {
  if (entity.after === undefined || entity.shape.order !== 'tree') return false;
  const place = placeOf(entity.after);
  if (place.parent === null || working.exists(entity.table, place.parent)) return false;
  if (isNew(entity) && entity.shape.parentRule !== 'nullify') {
    skipInsertion(working, entity, 'parent');
    return true;
  }
  working.conflict(dangling(entity, 'parent', { ...place }));
  const earlier = isNew(entity) || entity.before === undefined ? undefined : placeOf(entity.before);
  entity.after = { ...entity.after, ...(earlier ?? { parent: null, position: place.position }) };
  return true;
}

function skipInsertion(working: WorkingSet, entity: TouchedEntity, field: string): void {
  if (entity.after === undefined) return;
  const lost: Json = { ...plainRow(entity.after, entity.shape).fields };
  working.conflict(dangling(entity, field, lost));
  entity.after = undefined;
  entity.steps = undefined;
  if (entity.replaced) {
    entity.replaced = false;
    entity.after = entity.before;
    entity.doomed = true;
  }
}

function isNew(entity: TouchedEntity): boolean {
  return entity.before === undefined || entity.replaced;
}

function dangling(entity: TouchedEntity, field: string, lost: Json): Conflict {
  return { kind: ConflictKind.DanglingReference, table: entity.table, id: entity.id, field, lost };
}
