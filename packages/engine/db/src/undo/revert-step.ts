import { isArray, isJsonObject, type Json, jsonEquals } from '@statehouse/kernel';
import {
  type EntityEffect,
  type FieldEffect,
  type JsonPatchEffect,
  type Row,
  type TextDelta,
  TextValue,
} from '@statehouse/ot';
import { placeIn } from '../index-keys.ts';
import type { OperationBuilder } from '../transaction/operation-builder.ts';
import {
  type Deed,
  entityKey,
  type Skipped,
  type SkipReason,
  type Step,
  type TextMark,
  textKey,
} from './step.ts';

type Inserted = EntityEffect & { readonly kind: 'insert' };
type Deleted = EntityEffect & { readonly kind: 'delete' };
type Modified = EntityEffect & { readonly kind: 'modify' };

/** What is known of what others did. */
export interface Ownership {
  /** True if others have changed the entity after the event counted `tick`. */
  touchedSince(table: string, id: string, tick: number): boolean;
  /** True if this person made the entity and nobody else has ever changed it. */
  isOwn(table: string, id: string): boolean;
}

/** Undo takes entries out of the histories of texts, redo puts them back. */
export type Direction = 'undo' | 'redo';

/** What of a step could not be taken back, and where its text edits stand now. */
export interface Reverted {
  readonly skipped: readonly Skipped[];
  readonly texts: Map<string, TextMark[]>;
}

/** Puts into `builder` what takes a step back, as far as others have left it as it was. */
export function revertStep(
  step: Step,
  direction: Direction,
  builder: OperationBuilder,
  ownership: Ownership,
): Reverted {
  return new Reversal(step, direction, builder, ownership).run();
}

/** One step on its way back. Deeds are taken in reverse, the last first. */
class Reversal {
  readonly #step: Step;
  readonly #direction: Direction;
  readonly #builder: OperationBuilder;
  readonly #ownership: Ownership;
  readonly #skipped: Skipped[] = [];
  readonly #texts = new Map<string, TextMark[]>();
  /** Entities that the step made and left there: they go as a whole, so nothing else of them is taken back. */
  readonly #made: Set<string>;
  /** Entities that the step made and deleted again, and those made that have been dealt with. */
  readonly #done: Set<string>;

  constructor(step: Step, direction: Direction, builder: OperationBuilder, ownership: Ownership) {
    this.#step = step;
    this.#direction = direction;
    this.#builder = builder;
    this.#ownership = ownership;
    const { made, passing } = madeBy(step);
    this.#made = made;
    this.#done = passing;
  }

  run(): Reverted {
    for (const deed of this.#step.deeds.toReversed()) {
      for (const effect of deed.effect.toReversed()) this.#revert(deed, effect);
    }
    for (const [key, marks] of this.#step.texts) {
      if (!this.#texts.has(key)) this.#texts.set(key, marks.toReversed());
    }
    return { skipped: this.#skipped, texts: this.#texts };
  }

  #revert(deed: Deed, effect: EntityEffect): void {
    const key = entityKey(effect.table, effect.id);
    if (this.#done.has(key)) return;
    if (effect.kind === 'insert') {
      if (this.#made.has(key)) this.#done.add(key);
      this.#takeAway(deed, effect);
    } else if (!this.#made.has(key)) {
      if (effect.kind === 'delete') this.#bringBack(effect);
      else this.#changeBack(effect);
    }
  }

  #takeAway(deed: Deed, effect: Inserted): void {
    const { table, id } = effect;
    if (this.#builder.working.get(table, id) === undefined) {
      this.#skip(effect, 'deleted-by-others');
    } else if (this.#ownership.touchedSince(table, id, deed.tick) || this.#isInUse(table, id)) {
      this.#skip(effect, 'in-use-by-others');
    } else {
      this.#builder.delete(table, id);
    }
  }

  /** Whether anything that this person did not make refers to the entity, or to what would go with it. */
  #isInUse(table: string, id: string): boolean {
    const seen = new Set([entityKey(table, id)]);
    const waiting = [{ table, id }];
    for (const target of waiting) {
      for (const referrer of this.#builder.working.referrers(target.table, target.id)) {
        const key = entityKey(referrer.table, referrer.id);
        if (seen.has(key)) continue;
        if (!this.#ownership.isOwn(referrer.table, referrer.id)) return true;
        seen.add(key);
        waiting.push(referrer);
      }
    }
    return false;
  }

  #bringBack(effect: Deleted): void {
    const { table, id, row } = effect;
    if (this.#builder.working.get(table, id) !== undefined) this.#skip(effect, 'changed-by-others');
    else this.#builder.insert(table, id, row.fields, row.place);
  }

  #changeBack(effect: Modified): void {
    const { table, id } = effect;
    if (this.#builder.working.get(table, id) === undefined) {
      this.#skip(effect, 'deleted-by-others');
      return;
    }
    if (effect.place !== undefined) this.#moveBack(effect, effect.place);
    for (const [field, change] of Object.entries(effect.fields)) {
      const row = this.#builder.existing(table, id);
      if (change.kind === 'text') this.#editBack(effect, field, change.incarnation);
      else if (!this.#setBack(effect, field, change, row)) this.#skip(effect, 'changed-by-others', field);
    }
  }

  #moveBack(effect: Modified, { before, after }: NonNullable<Modified['place']>): void {
    const { table, id } = effect;
    const { working } = this.#builder;
    const held = placeIn(this.#builder.existing(table, id));
    const parentIsThere = before.parent === null || working.get(table, before.parent) !== undefined;
    if (held.parent === after.parent && held.position === after.position && parentIsThere) {
      this.#builder.move(table, id, before);
    } else {
      this.#skip(effect, 'changed-by-others', 'position');
    }
  }

  /** False: the field is no longer, or not wholly, as the step left it. */
  #setBack(
    effect: Modified,
    field: string,
    change: Exclude<FieldEffect, { kind: 'text' }>,
    row: Row,
  ): boolean {
    const { table, id } = effect;
    const held = row[field];
    if (held === undefined || held instanceof TextValue) return false;
    switch (change.kind) {
      case 'set':
        if (!jsonEquals(held, change.after)) return false;
        this.#builder.change(table, id, field, { kind: 'set', value: change.before });
        return true;
      case 'add':
        if (typeof held !== 'number' || !Number.isSafeInteger(held - change.amount)) return false;
        this.#builder.change(table, id, field, { kind: 'add', amount: 0 - change.amount });
        return true;
      case 'members':
        return this.#membersBack(effect, field, change, held);
      case 'patch':
        return this.#patchesBack(effect, field, change.patches);
    }
  }

  #membersBack(
    effect: Modified,
    field: string,
    change: FieldEffect & { kind: 'members' },
    held: Json,
  ): boolean {
    const members: readonly unknown[] = isArray(held) ? held : [];
    const exclude = change.included.filter((member) => members.includes(member));
    const include = change.excluded.filter((member) => !members.includes(member));
    if (include.length + exclude.length > 0) {
      this.#builder.change(effect.table, effect.id, field, { kind: 'members', include, exclude });
    }
    return include.length + exclude.length === change.included.length + change.excluded.length;
  }

  #patchesBack(effect: Modified, field: string, patches: readonly JsonPatchEffect[]): boolean {
    const { table, id } = effect;
    let whole = true;
    for (const { path, before, after } of patches.toReversed()) {
      const row = this.#builder.existing(table, id);
      if (!jsonEquals(valueAt(row[field], path), after)) {
        whole = false;
        continue;
      }
      const patch = before === undefined ? { path } : { path, value: before };
      this.#builder.change(table, id, field, { kind: 'patch', patches: [patch] });
    }
    return whole;
  }

  /** Takes every edit of one text back, the last first. */
  #editBack(effect: Modified, field: string, incarnation: string): void {
    const { table, id } = effect;
    const key = textKey(table, id, field, incarnation);
    if (this.#texts.has(key)) return;
    const marks = this.#step.texts.get(key) ?? [];
    const turned: TextMark[] = [];
    let whole = marks.length > 0;
    for (const mark of marks.toReversed()) {
      const value = this.#builder.existing(table, id)[field];
      const held = value instanceof TextValue && value.incarnation === incarnation ? value : undefined;
      const done = held && turn(mark, this.#direction, held);
      turned.push(done?.mark ?? mark);
      if (done === undefined || done.delta.length === 0) whole = false;
      else this.#builder.change(table, id, field, { kind: 'text', incarnation, delta: done.delta });
    }
    this.#texts.set(key, turned);
    if (!whole) this.#skip(effect, 'changed-by-others', field);
  }

  #skip({ table, id }: EntityEffect, reason: SkipReason, field?: string): void {
    this.#skipped.push(field === undefined ? { table, id, reason } : { table, id, field, reason });
  }
}

/** Entities whose first effect in the step is their insertion: those still there at its end, and those that are not. */
function madeBy(step: Step): { readonly made: Set<string>; readonly passing: Set<string> } {
  const first = new Map<string, EntityEffect['kind']>();
  const last = new Map<string, EntityEffect['kind']>();
  for (const { effect } of step.deeds) {
    for (const { table, id, kind } of effect) {
      const key = entityKey(table, id);
      if (!first.has(key)) first.set(key, kind);
      last.set(key, kind);
    }
  }
  const made = new Set<string>();
  const passing = new Set<string>();
  for (const [key, kind] of first) {
    if (kind === 'insert') (last.get(key) === 'delete' ? passing : made).add(key);
  }
  return { made, passing };
}

/** Takes a text edit out of its history, or puts it back. Undefined: it stands the other way already, or is lost. */
function turn(
  mark: TextMark,
  direction: Direction,
  value: TextValue,
): { readonly mark: TextMark; readonly delta: TextDelta } | undefined {
  const { chain } = mark;
  if (mark.kind === 'entry') {
    const done = direction === 'undo' ? chain.withdraw(mark.entry, value.content) : undefined;
    return done && { mark: { kind: 'withdrawn', chain, withdrawn: done.withdrawn }, delta: done.delta };
  }
  if (direction === 'undo') return undefined;
  const { delta, entry } = chain.reinstate(mark.withdrawn);
  return entry && { mark: { kind: 'entry', chain, entry }, delta };
}

/** What stands at a path of object keys; undefined if nothing does. */
function valueAt(value: Row[string] | undefined, path: readonly string[]): Json | undefined {
  if (value instanceof TextValue) return undefined;
  let held: Json | undefined = value;
  for (const key of path) held = isJsonObject(held) && Object.hasOwn(held, key) ? held[key] : undefined;
  return held;
}
