import type { Json } from '@statehouse/kernel';
import { ConflictKind } from './conflict.ts';
import type { UniqueIndex } from './document-state.ts';
import { plainValue } from './plain-row.ts';
import type { FieldValue, Row } from './row.ts';
import { uniqueKey } from './unique-key.ts';
import type { TouchedEntity, WorkingSet } from './working-set.ts';

/**
 * After this no two entities hold one unique key. Of two claims the later loses: a change of the key's fields is
 * taken back, a new entity keeps its row without the key. Taking one back can collide with another new claim, so it
 * goes on until nothing moves; each entity loses an index at most once, so it ends.
 */
export function settleUniques(working: WorkingSet): void {
  const indexed = [...working.touched()].filter(({ shape }) => shape.uniques.length > 0);
  const settled = new Set<string>();
  for (let moved = indexed.length > 0; moved; ) {
    moved = false;
    const claims = claimsOfUnchanged(indexed);
    for (const entity of indexed) {
      for (const index of entity.shape.uniques) {
        if (claimed(working, claims, entity, index)) continue;
        if (settled.has(claimName(entity, index.name, entity.id))) dropKey(working, entity, index);
        else takeBack(working, entity, index);
        settled.add(claimName(entity, index.name, entity.id));
        moved = true;
      }
    }
  }
}

/** Keys that touched entities held before and hold still: nobody else can have them. */
function claimsOfUnchanged(indexed: readonly TouchedEntity[]): Map<string, string> {
  const claims = new Map<string, string>();
  for (const entity of indexed) {
    for (const index of entity.shape.uniques) {
      const key = keyNow(entity, index);
      if (key !== undefined && key === keyBefore(entity, index))
        claims.set(claimName(entity, index.name, key), entity.id);
    }
  }
  return claims;
}

/** Whether the entity may hold its key; records the claim if so. */
function claimed(
  working: WorkingSet,
  claims: Map<string, string>,
  entity: TouchedEntity,
  index: UniqueIndex,
): boolean {
  const key = keyNow(entity, index);
  if (key === undefined) return true;
  const name = claimName(entity, index.name, key);
  const claimant = claims.get(name);
  if (claimant !== undefined) return claimant === entity.id;
  const holder = working.state.holder(entity.table, index.name, key);
  if (holder !== undefined && holder !== entity.id && working.peek(entity.table, holder) === undefined)
    return false;
  claims.set(name, entity.id);
  return true;
}

function takeBack(working: WorkingSet, entity: TouchedEntity, index: UniqueIndex): void {
  if (entity.after === undefined) return;
  working.conflict({
    kind: ConflictKind.UniqueTaken,
    table: entity.table,
    id: entity.id,
    field: index.fields.join(','),
    lost: lostFields(entity.after, index),
  });
  const earlier = entity.replaced ? undefined : entity.before;
  const reverted = earlier === undefined ? undefined : withFieldsOf(entity.after, earlier, index);
  if (reverted !== undefined && referencesHold(working, entity, reverted, index)) entity.after = reverted;
  else dropKey(working, entity, index);
}

/** Empties the fields that may be empty (a schema gives every unique index at least one such field). */
function dropKey(_: WorkingSet, entity: TouchedEntity, index: UniqueIndex): void {
  if (entity.after === undefined) return;
  const nullable = index.fields.filter((field) => isNullable(entity, field));
  const emptied: Record<string, FieldValue> = {};
  for (const field of nullable.length > 0 ? nullable : index.fields) emptied[field] = null;
  entity.after = { ...entity.after, ...emptied };
}

function isNullable(entity: TouchedEntity, field: string): boolean {
  const reference = entity.shape.references.find((one) => one.field === field);
  return reference?.nullable ?? entity.shape.defaults[field] === null;
}

function referencesHold(working: WorkingSet, entity: TouchedEntity, row: Row, index: UniqueIndex): boolean {
  return entity.shape.references
    .filter(({ field }) => index.fields.includes(field))
    .every(({ field, target }) => {
      const value = row[field];
      return typeof value !== 'string' || working.exists(target, value);
    });
}

function withFieldsOf(row: Row, source: Row, index: UniqueIndex): Row {
  const fields: Record<string, FieldValue> = {};
  for (const field of index.fields) fields[field] = source[field] ?? null;
  return { ...row, ...fields };
}

function lostFields(row: Row, index: UniqueIndex): Json {
  const lost: Record<string, Json> = {};
  for (const field of index.fields) lost[field] = plainValue(row[field] ?? null);
  return lost;
}

function keyNow(entity: TouchedEntity, index: UniqueIndex): string | undefined {
  return entity.after === undefined ? undefined : uniqueKey(index, entity.after);
}

function keyBefore(entity: TouchedEntity, index: UniqueIndex): string | undefined {
  return entity.before === undefined ? undefined : uniqueKey(index, entity.before);
}

function claimName(entity: TouchedEntity, index: string, key: string): string {
  return `${entity.table}\u0000${index}\u0000${key}`;
}
