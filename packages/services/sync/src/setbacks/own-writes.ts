import { type Json, jsonEquals } from '@statehouse/kernel';
import type { Effect, EntityEffect } from '@statehouse/ot';
import { entityKey } from '../overlay/keys.ts';
import { lostWrite } from './lost-write.ts';
import type { NamedSlots } from './named-slots.ts';
import type { LostWrite } from './setback.ts';
import { holds, isSameSlot, jsonOfRow, type Slot, type SlotChange, slotChanges, valueAt } from './slot.ts';

/** A slot that holds what this client wrote there at a version. Version 0: a part of an own value that is not own any more. */
export interface OwnSlot {
  readonly slot: Slot;
  readonly version: number;
}

/** An entity in which this client wrote: when last, and what of that stands there still. */
export interface OwnEntity {
  readonly table: string;
  readonly id: string;
  readonly version: number;
  readonly slots: readonly OwnSlot[];
}

/** Entities that are remembered; the one that was written least recently is forgotten first. */
const MAX_ENTITIES = 2_000;
const MAX_SLOTS = 100;

/**
 * Which confirmed values are this client's own. Invariant: a slot is noted only while the value that stands in it is
 * the one written at its version, so that values need not be kept: what somebody puts in its place says what it was.
 */
export class OwnWrites {
  readonly #entities = new Map<string, OwnEntity>();
  readonly #changed: (table: string, id: string, entity: OwnEntity | undefined) => void;

  /** `changed` hears of every entity whose note is another now, or is gone. */
  constructor(changed: (table: string, id: string, entity: OwnEntity | undefined) => void = () => {}) {
    this.#changed = changed;
  }

  /** Takes back what was kept. */
  restore(entities: readonly OwnEntity[]): void {
    for (const entity of entities.toSorted((a, b) => a.version - b.version))
      this.#entities.set(entityKey(entity.table, entity.id), entity);
  }

  /**
   * An own operation is confirmed. What it names is own; what only followed from it (a reference that a deletion
   * nullified) is nobody's. Where the operation is not known, all of the effect counts as named.
   */
  wrote(version: number, names: NamedSlots | undefined, effect: Effect): void {
    for (const item of effect) {
      const { table, id } = item;
      const key = entityKey(table, id);
      const named = names === undefined ? () => true : (names.get(key) ?? (() => false));
      if (item.kind === 'delete') this.#forget(key);
      else if (item.kind === 'insert') {
        const slots = Object.keys(item.row.fields).map((field): Slot => [field]);
        const places: Slot[] = item.row.place === undefined ? [] : [[]];
        const own = [...slots, ...places].filter(named).map((slot) => ({ slot, version }));
        this.#write({ table, id, version, slots: own.slice(-MAX_SLOTS) });
      } else if (names === undefined || names.has(key)) {
        const earlier = this.#entities.get(key)?.slots ?? [];
        const slots = slotChanges(item).reduce(
          (kept, { slot }) => withSlot(kept, slot, named(slot) ? version : 0),
          earlier,
        );
        this.#write({ table, id, version, slots: slots.slice(-MAX_SLOTS) });
      } else {
        this.taken(item, Number.POSITIVE_INFINITY);
      }
    }
  }

  /** Somebody who had seen `seen` has done this: what own work of later versions was lost by it. */
  taken(item: EntityEffect, seen: number): readonly LostWrite[] {
    const key = entityKey(item.table, item.id);
    const entity = this.#entities.get(key);
    if (entity === undefined) return [];
    if (item.kind !== 'modify') {
      this.#forget(key);
      if (item.kind === 'insert' || entity.version <= seen) return [];
      return [lostWrite('deleted', item, [], jsonOfRow(item.row), undefined)];
    }
    if (entity.slots.length === 0) return [];
    const lost: LostWrite[] = [];
    let { slots } = entity;
    for (const change of slotChanges(item)) {
      for (const loss of lossesIn(slots, change, seen))
        lost.push(lostWrite('overwritten', item, loss.slot, loss.before ?? null, loss.after));
      slots = slotsBehind(slots, change);
    }
    if (slots !== entity.slots) this.#note({ ...entity, slots });
    return lost;
  }

  /** The newest stands last. */
  #write(entity: OwnEntity): void {
    this.#entities.delete(entityKey(entity.table, entity.id));
    this.#note(entity);
    const [oldest] = this.#entities.keys();
    if (this.#entities.size > MAX_ENTITIES && oldest !== undefined) this.#forget(oldest);
  }

  #note(entity: OwnEntity): void {
    this.#entities.set(entityKey(entity.table, entity.id), entity);
    this.#changed(entity.table, entity.id, entity);
  }

  #forget(key: string): void {
    const entity = this.#entities.get(key);
    if (entity === undefined) return;
    this.#entities.delete(key);
    this.#changed(entity.table, entity.id, undefined);
  }
}

/** What of own slots a change takes away whose author had seen `seen`. */
function lossesIn(slots: readonly OwnSlot[], change: SlotChange, seen: number): readonly SlotChange[] {
  const outer = nearest(slots, change.slot);
  if (outer !== undefined && outer.version > seen) {
    // Inside an own value, what was not there is an addition: both stand.
    return change.before === undefined && !isSameSlot(outer.slot, change.slot) ? [] : [change];
  }
  return slots
    .filter(({ slot, version }) => version > seen && isInside(change.slot, slot))
    .map(({ slot }): SlotChange => ({ slot, ...inside(change, slot) }))
    .filter(({ before, after }) => !jsonEquals(before, after));
}

/** What of own slots is own still. */
function slotsBehind(slots: readonly OwnSlot[], change: SlotChange): readonly OwnSlot[] {
  const kept = slots.filter(({ slot, version }) => {
    if (!holds(change.slot, slot)) return true;
    if (version === 0 || isSameSlot(change.slot, slot)) return false;
    const { before, after } = inside(change, slot);
    return jsonEquals(before, after);
  });
  if (nearest(kept, change.slot) !== undefined) return [...kept, { slot: change.slot, version: 0 }];
  return kept.length === slots.length ? slots : kept;
}

/** A change as one of a slot inside of the changed one sees it. */
function inside(
  { slot: outer, before, after }: SlotChange,
  slot: Slot,
): { readonly before: Json | undefined; readonly after: Json | undefined } {
  const path = slot.slice(outer.length);
  return { before: valueAt(before, path), after: valueAt(after, path) };
}

function isInside(outer: Slot, slot: Slot): boolean {
  return outer.length < slot.length && holds(outer, slot);
}

/** The innermost of the noted slots that hold this one: it says whose that is. */
function nearest(slots: readonly OwnSlot[], slot: Slot): OwnSlot | undefined {
  let found: OwnSlot | undefined;
  for (const one of slots)
    if (holds(one.slot, slot) && (found === undefined || one.slot.length > found.slot.length)) found = one;
  return found;
}

/** Version 0 where the slot is nobody's, which has to be said only inside of an own one. */
function withSlot(slots: readonly OwnSlot[], slot: Slot, version: number): readonly OwnSlot[] {
  const kept = slots.filter((one) => !holds(slot, one.slot));
  return version > 0 || nearest(kept, slot) !== undefined ? [...kept, { slot, version }] : kept;
}
