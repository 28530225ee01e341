import type { Operation } from '@statehouse/ot';
import { entityKey } from '../overlay/keys.ts';
import type { Slot } from './slot.ts';

/** Whether a slot of an entity is one that an operation names, by its field. */
export type OwnSlots = (slot: Slot) => boolean;

/** Which slots an operation names, by entity: what it does to others only follows from that. */
export type NamedSlots = ReadonlyMap<string, OwnSlots>;

export function namesIn({ edits }: Operation): NamedSlots {
  const names = new Map<string, Set<string | undefined>>();
  for (const edit of edits) {
    const key = entityKey(edit.table, edit.id);
    const named = names.get(key) ?? new Set();
    names.set(key, named);
    if (edit.kind === 'insert') for (const field of Object.keys(edit.fields)) named.add(field);
    if (edit.kind === 'modify') for (const field of Object.keys(edit.changes)) named.add(field);
    if (edit.kind === 'move' || (edit.kind === 'insert' && edit.place !== undefined)) named.add(undefined);
  }
  return new Map([...names].map(([key, named]) => [key, ([field]: Slot) => named.has(field)]));
}
