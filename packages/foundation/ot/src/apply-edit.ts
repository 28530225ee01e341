import { textFrom } from '@statehouse/collections';
import { isArray, type Json, jsonEquals } from '@statehouse/kernel';
import { applyChange } from './apply-change.ts';
import { type Conflict, ConflictKind } from './conflict.ts';
import { lostByEdit } from './lost.ts';
import {
  type Change,
  type Edit,
  type InsertEdit,
  incarnationOf,
  type ModifyEdit,
  type MoveEdit,
  type Place,
} from './operation.ts';
import { isRestoredText, placeOf, samePlace } from './plain-row.ts';
import { type FieldValue, type Row, TextValue } from './row.ts';
import { missingEntity, type TouchedEntity, type WorkingSet } from './working-set.ts';

/** Carries one edit out on the working set. References, cycles, deletions and unique keys are settled later. */
export function applyEdit(working: WorkingSet, edit: Edit): void {
  const entity = working.touch(edit.table, edit.id);
  if (entity === undefined) {
    if (working.state.shape(edit.table) === undefined) {
      working.conflict(missingEntity(edit.table, edit.id, lostByEdit(edit)));
    }
    return;
  }
  switch (edit.kind) {
    case 'insert':
      if (entity.after === undefined || entity.doomed) insertNew(working, entity, edit);
      else mergeInto(working, entity, edit);
      return;
    case 'modify':
      modify(working, entity, edit);
      return;
    case 'move':
      move(working, entity, edit);
      return;
    case 'delete':
      if (entity.after !== undefined) entity.doomed = true;
      return;
  }
}

function insertNew(working: WorkingSet, entity: TouchedEntity, edit: InsertEdit): void {
  const row: Record<string, FieldValue> = {};
  const { fieldKinds } = entity.shape;
  for (const field in fieldKinds) {
    const kind = fieldKinds[field];
    const given = edit.fields[field];
    if (kind === 'text') row[field] = initialText(working, given);
    else if (kind === 'set') row[field] = distinctSorted(given ?? []);
    else row[field] = given ?? entity.shape.defaults[field] ?? null;
  }
  if (entity.shape.order !== 'none') {
    row.parent = edit.place?.parent ?? null;
    row.position = edit.place?.position ?? '';
  }
  if (entity.doomed) {
    entity.doomed = false;
    entity.replaced = entity.before !== undefined;
  }
  entity.after = row;
  entity.steps = undefined;
}

function initialText(working: WorkingSet, given: Json | undefined): TextValue {
  if (isRestoredText(given)) return new TextValue(given.incarnation, textFrom(given.text));
  const text = typeof given === 'string' ? given : '';
  return new TextValue(incarnationOf(working.origin), textFrom(text));
}

/** A second insertion of an id merges field by field; texts and counters stay, and what they lose is a conflict. */
function mergeInto(working: WorkingSet, entity: TouchedEntity, edit: InsertEdit): void {
  for (const [field, given] of Object.entries(edit.fields)) {
    const change = changeOfSecondInsertion(entity, field, given);
    if (change === undefined) {
      if (!holdsAlready(entity.after, field, given)) {
        working.conflict(conflictAt(ConflictKind.InsertedTwice, edit, field, given));
      }
    } else {
      applyChange(working, entity, field, change);
    }
  }
  if (edit.place !== undefined) setPlace(entity, edit.place);
}

function changeOfSecondInsertion(entity: TouchedEntity, field: string, given: Json): Change | undefined {
  switch (entity.shape.fieldKinds[field]) {
    case 'value':
    case 'json':
    case 'ref':
    case 'refs':
      return { kind: 'set', value: given };
    case 'set':
      return { kind: 'members', include: distinctSorted(given), exclude: [] };
    default:
      return undefined;
  }
}

function holdsAlready(row: Row | undefined, field: string, given: Json): boolean {
  const held = row?.[field];
  if (held === undefined) return false;
  if (!(held instanceof TextValue)) return jsonEquals(held, given);
  return held.toString() === (isRestoredText(given) ? given.text : given);
}

function modify(working: WorkingSet, entity: TouchedEntity, edit: ModifyEdit): void {
  if (entity.after === undefined) {
    working.conflict(missingEntity(edit.table, edit.id, lostByEdit(edit)));
    return;
  }
  for (const field in edit.changes) {
    const change = edit.changes[field];
    if (change !== undefined) applyChange(working, entity, field, change);
  }
}

function move(working: WorkingSet, entity: TouchedEntity, edit: MoveEdit): void {
  if (entity.after === undefined) working.conflict(missingEntity(edit.table, edit.id, lostByEdit(edit)));
  else setPlace(entity, edit.place);
}

function setPlace(entity: TouchedEntity, place: Place): void {
  if (entity.after === undefined || samePlace(placeOf(entity.after), place)) return;
  entity.after = { ...entity.after, parent: place.parent, position: place.position };
}

function conflictAt(kind: ConflictKind, edit: Edit, field: string, lost: Json): Conflict {
  return { kind, table: edit.table, id: edit.id, field, lost };
}

/** The members of a set as it is stored: distinct strings in UTF-16 order. */
export function distinctSorted(value: Json): readonly string[] {
  if (!isArray(value)) return [];
  const members = new Set<string>();
  for (const member of value) if (typeof member === 'string') members.add(member);
  return [...members].sort();
}
