import { isJsonObject, type Json } from '@statehouse/kernel';
import type { EntityEffect, Place, PlainRow } from '@statehouse/ot';

/**
 * What of an entity can be overwritten: a field, or a part of a JSON field as its name and the object keys that lead
 * there. The empty slot is the place.
 */
export type Slot = readonly string[];

export const PLACE: Slot = [];

/** One slot that got another value; undefined: nothing was, or is, there. */
export interface SlotChange {
  readonly slot: Slot;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What an effect has put elsewhere than it was. Text, counters and sets merge and are not in it. */
export function slotChanges(item: EntityEffect & { readonly kind: 'modify' }): readonly SlotChange[] {
  const changes: SlotChange[] = [];
  for (const [field, effect] of Object.entries(item.fields)) {
    if (effect.kind === 'set') changes.push({ slot: [field], before: effect.before, after: effect.after });
    else if (effect.kind === 'patch')
      for (const { path, before, after } of effect.patches)
        changes.push({ slot: [field, ...path], before, after });
  }
  if (item.place !== undefined)
    changes.push({
      slot: PLACE,
      before: jsonOfPlace(item.place.before),
      after: jsonOfPlace(item.place.after),
    });
  return changes;
}

/** What stands in a slot of a row. */
export function valueInRow({ fields, place }: PlainRow, slot: Slot): Json | undefined {
  const [field, ...path] = slot;
  if (field === undefined) return place === undefined ? undefined : jsonOfPlace(place);
  return Object.hasOwn(fields, field) ? valueAt(fields[field], path) : undefined;
}

export function jsonOfPlace({ parent, position }: Place): Json {
  return { parent, position };
}

export function jsonOfRow({ fields, place }: PlainRow): Json {
  return place === undefined ? { fields } : { fields, place: jsonOfPlace(place) };
}

/** Whether a slot is another one, or holds it. The place holds nothing else. */
export function holds(outer: Slot, inner: Slot): boolean {
  if (outer.length === 0 || inner.length === 0) return outer.length === inner.length;
  return outer.length <= inner.length && outer.every((key, index) => key === inner[index]);
}

export function isSameSlot(a: Slot, b: Slot): boolean {
  return a.length === b.length && holds(a, b);
}

export function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let current = value;
  for (const key of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** The value with something else at a path of object keys. */
export function withValueAt(
  value: Json | undefined,
  path: readonly string[],
  member: Json | undefined,
): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return member;
  const object = isJsonObject(value) ? value : {};
  const inner = withValueAt(Object.hasOwn(object, key) ? object[key] : undefined, rest, member);
  const others = Object.entries(object).filter(([name]) => name !== key);
  return Object.fromEntries(inner === undefined ? others : [...others, [key, inner]]);
}
