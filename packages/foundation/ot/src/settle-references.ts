import type { Json } from '@statehouse/kernel';
import { isArray } from '@statehouse/kernel';
import { type Conflict, ConflictKind } from './conflict.ts';
import type { ReferenceField } from './document-state.ts';
import { placeOf, plainRow } from './plain-row.ts';
import { referrersAmongTouched } from './settle-deletions.ts';
import { entityKey, type TouchedEntity, type WorkingSet } from './working-set.ts';

/**
 * After this every reference of a touched entity points at something that is there (deletions not yet carried out).
 * A field of an entity that was there goes back to its earlier target; a new entity gets null where it may, and is
 * not inserted where it may not. Dropping an insertion can leave others dangling: those are settled again. Lists
 * drop nobody with them, so they come last and once.
 */
export function settleReferences(working: WorkingSet): void {
  const dropped: TouchedEntity[] = [];
  const settle = (entity: TouchedEntity): void => {
    if (entity.after === undefined || entity.after === entity.before) return;
    settleSingle(working, entity);
    if (entity.after === undefined) dropped.push(entity);
  };
  for (const entity of working.touched()) settle(entity);
  if (dropped.length > 0) {
    const referrers = referrersAmongTouched(working);
    for (const { table, id } of dropped) {
      for (const referrer of referrers.get(entityKey(table, id)) ?? []) {
        const entity = working.peek(referrer.table, referrer.id);
        if (entity !== undefined) settle(entity);
      }
    }
  }
  for (const entity of working.touched()) settleLists(working, entity);
}

/** The references to one entity each, the tree's parent among them. */
function settleSingle(working: WorkingSet, entity: TouchedEntity): void {
  for (const reference of entity.shape.references) {
    const value = entity.after?.[reference.field];
    if (typeof value === 'string' && !working.exists(reference.target, value))
      settleOne(working, entity, reference, value);
  }
  settleParent(working, entity);
}

function settleLists(working: WorkingSet, entity: TouchedEntity): void {
  if (entity.after === undefined || entity.after === entity.before) return;
  for (const reference of entity.shape.references) {
    const value = entity.after[reference.field];
    if (reference.many && isArray(value)) settleList(working, entity, reference, value);
  }
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
): void {
  const kept: string[] = [];
  const lost: string[] = [];
  for (const id of value) {
    if (typeof id === 'string') (working.exists(reference.target, id) ? kept : lost).push(id);
  }
  if (lost.length === 0 || entity.after === undefined) return;
  working.conflict(dangling(entity, reference.field, lost));
  entity.after = { ...entity.after, [reference.field]: kept };
}

function settleParent(working: WorkingSet, entity: TouchedEntity): void {
  if (entity.after === undefined || entity.shape.order !== 'tree') return;
  const place = placeOf(entity.after);
  if (place.parent === null || working.exists(entity.table, place.parent)) return;
  if (isNew(entity) && entity.shape.parentRule !== 'nullify') {
    skipInsertion(working, entity, 'parent');
    return;
  }
  working.conflict(dangling(entity, 'parent', { ...place }));
  const earlier = isNew(entity) || entity.before === undefined ? undefined : placeOf(entity.before);
  entity.after = { ...entity.after, ...(earlier ?? { parent: null, position: place.position }) };
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
