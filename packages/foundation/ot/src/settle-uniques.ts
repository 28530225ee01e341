import type { Json } from '@statehouse/kernel';
import { ConflictKind } from './conflict.ts';
import type { UniqueIndex } from './document-state.ts';
import { plainValue } from './plain-row.ts';
import type { FieldValue, Row } from './row.ts';
import { uniqueKey } from './unique-key.ts';
import type { TouchedEntity, WorkingSet } from './working-set.ts';

/**
 * After this no two entities hold one unique key. Of two claims the later loses: a change of the key's fields is
 * taken back, a new entity keeps its row without the key. Who gets an earlier key back drives out whoever has claimed
 * it meanwhile. An entity takes an index back once and then drops its key, so it ends; the work is in proportion to
 * the claims and to what is taken back.
 */
export function settleUniques(working: WorkingSet): void {
  const queue = [...working.touched()].filter(({ shape }) => shape.uniques.length > 0);
  if (queue.length === 0) return;
  const claims: Claims = new Map();
  const takenBack = new Set<string>();
  for (const entity of queue) noteUnchanged(claims, entity);
  for (const entity of queue) {
    for (const index of entity.shape.uniques) {
      const ousted = claim(working, claims, entity, index);
      if (ousted === undefined) continue;
      queue.push(ousted);
      if (ousted !== entity) continue;
      const name = claimName(entity, index.name, entity.id);
      if (takenBack.has(name)) dropKey(entity, index);
      else takeBack(working, entity, index);
      takenBack.add(name);
    }
  }
}

/** Which touched entity has claimed a key. One that has let it go since does not count. */
type Claims = Map<string, TouchedEntity>;

/** Keys that a touched entity held before and holds still: nobody else can have them. */
function noteUnchanged(claims: Claims, entity: TouchedEntity): void {
  for (const index of entity.shape.uniques) {
    const key = keyNow(entity, index);
    if (key !== undefined && key === keyBefore(entity, index))
      claims.set(claimName(entity, index.name, key), entity);
  }
}

/** Claims the key that an entity has now. Answers who has to let it go: the entity itself, or an earlier claimant. */
function claim(
  working: WorkingSet,
  claims: Claims,
  entity: TouchedEntity,
  index: UniqueIndex,
): TouchedEntity | undefined {
  const key = keyNow(entity, index);
  if (key === undefined) return undefined;
  const name = claimName(entity, index.name, key);
  const claimant = claims.get(name);
  if (claimant === entity) return undefined;
  const contested = claimant !== undefined && keyNow(claimant, index) === key;
  if (contested && key === keyBefore(claimant, index)) return entity;
  if (key !== keyBefore(entity, index)) {
    if (contested) return entity;
    const holder = working.state.holder(entity.table, index.name, key);
    if (holder !== undefined && holder !== entity.id && working.peek(entity.table, holder) === undefined)
      return entity;
  }
  claims.set(name, entity);
  return contested ? claimant : undefined;
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
  else dropKey(entity, index);
}

/** Empties the fields that may be empty (a schema gives every unique index at least one such field). */
function dropKey(entity: TouchedEntity, index: UniqueIndex): void {
  if (entity.after === undefined) return;
  const nullable = index.fields.filter((field) => isNullable(entity, field));
  const emptied: Record<string, FieldValue> = {};
  for (const field of nullable.length > 0 ? nullable : index.fields) emptied[field] = null;
  entity.after = { ...entity.after, ...emptied };
  for (const field of index.fields) entity.steps?.delete(field);
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
