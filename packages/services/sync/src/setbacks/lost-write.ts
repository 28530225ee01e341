import { type Json, jsonEquals } from '@statehouse/kernel';
import type { EntityEffect } from '@statehouse/ot';
import type { OwnSlots } from './named-slots.ts';
import type { DocumentConflict, LostWrite } from './setback.ts';
import {
  holds,
  isSameSlot,
  jsonOfRow,
  type Slot,
  slotChanges,
  valueAt,
  valueInRow,
  withValueAt,
} from './slot.ts';

/** A conflict about a lost write. */
export type LostWriteConflict = DocumentConflict & { readonly conflict: LostWrite };

export function isLostWrite(one: DocumentConflict): one is LostWriteConflict {
  return one.conflict.kind === 'overwritten' || one.conflict.kind === 'deleted';
}

/** Where something was lost, in the form that it is shown in. */
export function lostWrite(
  kind: LostWrite['kind'],
  { table, id }: { readonly table: string; readonly id: string },
  slot: Slot,
  lost: Json,
  won: Json | undefined,
): LostWrite {
  const winner = won === undefined ? {} : { won };
  if (kind === 'deleted') return { kind, table, id, lost, ...winner };
  const [field, ...path] = slot;
  if (field === undefined) return { kind, table, id, place: true, lost, ...winner };
  return { kind, table, id, field, ...(path.length === 0 ? {} : { path }), lost, ...winner };
}

function slotOf({ field, path = [] }: LostWrite): Slot {
  return field === undefined ? [] : [field, ...path];
}

/** Whether both are about one thing: of those only the newer is kept. */
export function isSameLoss(a: LostWrite, b: LostWrite): boolean {
  return a.kind === b.kind && a.id === b.id && a.table === b.table && isSameSlot(slotOf(a), slotOf(b));
}

/**
 * What is left of a loss after something more has happened to its entity: the same object if nothing of it is
 * concerned; undefined if it is none any more, because the lost value stands there again, or because this client has
 * written there (`own` says which slots it has).
 */
export function followLoss(
  loss: LostWrite,
  item: EntityEffect,
  own: OwnSlots | undefined,
): LostWrite | undefined {
  if (loss.kind === 'deleted') return item.kind === 'insert' ? followInsertion(loss, item, own) : loss;
  const slot = slotOf(loss);
  switch (item.kind) {
    case 'delete':
      return own === undefined ? withWinner(loss, undefined) : undefined;
    case 'insert':
      return own?.(slot) === true ? undefined : unlessBack(loss, valueInRow(item.row, slot));
    case 'modify':
      return followChanges(loss, slot, item, own);
  }
}

function followInsertion(
  loss: LostWrite,
  item: EntityEffect & { readonly kind: 'insert' },
  own: OwnSlots | undefined,
): LostWrite | undefined {
  return own === undefined ? unlessBack(loss, jsonOfRow(item.row)) : undefined;
}

function followChanges(
  loss: LostWrite,
  slot: Slot,
  item: EntityEffect & { readonly kind: 'modify' },
  own: OwnSlots | undefined,
): LostWrite | undefined {
  let followed: LostWrite | undefined = loss;
  for (const change of slotChanges(item)) {
    if (followed === undefined) return undefined;
    if (holds(change.slot, slot)) {
      if (own?.(change.slot) === true) return undefined;
      followed = unlessBack(followed, valueAt(change.after, slot.slice(change.slot.length)));
    } else if (holds(slot, change.slot)) {
      const path = change.slot.slice(slot.length);
      followed = unlessBack(followed, withValueAt(followed.won, path, change.after));
    }
  }
  return followed;
}

/** The loss with what stands there now, unless that is what was lost. */
function unlessBack(loss: LostWrite, now: Json | undefined): LostWrite | undefined {
  if (jsonEquals(now ?? null, loss.lost)) return undefined;
  return jsonEquals(now, loss.won) ? loss : withWinner(loss, now);
}

function withWinner({ won: _, ...loss }: LostWrite, won: Json | undefined): LostWrite {
  return won === undefined ? loss : { ...loss, won };
}
