import { isArray, isJsonObject, type Json, jsonEquals } from '@statehouse/kernel';
import {
  type EntityEffect,
  type FieldEffect,
  type JsonPatchEffect,
  type Row,
  TextValue,
} from '@statehouse/ot';
import { placeIn } from '../index-keys.ts';
import type { OperationBuilder } from '../transaction/operation-builder.ts';
import { type Deed, entityKey, type Skipped, type SkipReason, type Step, textKey } from './step.ts';
import type { TextMark } from './text-chain.ts';

type Inserted = EntityEffect & { readonly kind: 'insert' };
type Deleted = EntityEffect & { readonly kind: 'delete' };
type Modified = EntityEffect & { readonly kind: 'modify' };

/** What is known of what others did. */
export interface Ownership {
  /** True if others have changed the entity after the event counted `tick`. */
  touchedSince(table: string, id: string, tick: number): boolean;
  /** True if this person made the entity after the event counted `tick`, and nobody else has ever changed it. */
  isOwnSince(table: string, id: string, tick: number): boolean;
}

/** Undo takes entries out of the histories of texts, redo puts them back. */
export type Direction = 'undo' | 'redo';

/** An insertion to be taken back, and when it was made. */
interface Going {
  readonly effect: Inserted;
  readonly tick: number;
}

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
  readonly #made: ReadonlyMap<string, Going>;
  /** Entities that the step made and deleted again. */
  readonly #passing: ReadonlySet<string>;

  constructor(step: Step, direction: Direction, builder: OperationBuilder, ownership: Ownership) {
    this.#step = step;
    this.#direction = direction;
    this.#builder = builder;
    this.#ownership = ownership;
    const { made, passing } = madeBy(step);
    this.#made = made;
    this.#passing = passing;
  }

  run(): Reverted {
    for (const deed of this.#step.deeds.toReversed()) this.#revert(deed);
    this.#takeMadeAway();
    for (const [key, marks] of this.#step.texts) {
      if (!this.#texts.has(key)) this.#texts.set(key, marks.toReversed());
    }
    return { skipped: this.#skipped, texts: this.#texts };
  }

  /** What an operation deleted comes back before anything moves back to it. */
  #revert({ effect, tick }: Deed): void {
    const rest = effect.toReversed().filter(({ table, id }) => {
      const key = entityKey(table, id);
      return !this.#passing.has(key) && !this.#made.has(key);
    });
    for (const one of rest)
      if (one.kind === 'insert' && this.#isThere(one)) this.#takeAway({ effect: one, tick });
    for (const one of rest) if (one.kind === 'delete') this.#bringBack(one);
    for (const one of rest) if (one.kind === 'modify') this.#changeBack(one);
  }

  /** Last of all, when what the step made other entities refer to them is taken back. */
  #takeMadeAway(): void {
    const goings = [...this.#made.values()].reverse();
    const there = goings.filter(({ effect }) => this.#isThere(effect));
    for (const { effect } of goings.filter((going) => !there.includes(going)))
      this.#skip(effect, 'deleted-by-others');
    for (const going of there) if (this.#isThere(going.effect)) this.#takeAway(going);
  }

  #isThere({ table, id }: EntityEffect): boolean {
    return this.#builder.get(table, id) !== undefined;
  }

  #takeAway({ effect, tick }: Going): void {
    const { table, id } = effect;
    if (this.#ownership.touchedSince(table, id, tick) || this.#isInUse(table, id, tick)) {
      this.#skip(effect, 'in-use-by-others');
    } else {
      this.#builder.delete(table, id);
    }
  }

  /**
   * Whether anything refers to the entity, or to what would go with it, that is neither the step's nor made by this
   * person later. What was there before the step stays, even if it cannot go back to where it was.
   */
  #isInUse(table: string, id: string, tick: number): boolean {
    const seen = new Set([entityKey(table, id)]);
    const waiting = [{ table, id }];
    for (const target of waiting) {
      for (const referrer of this.#builder.working.referrers(target.table, target.id)) {
        const key = entityKey(referrer.table, referrer.id);
        if (seen.has(key)) continue;
        const made = this.#made.get(key);
        const ofStep =
          made !== undefined && !this.#ownership.touchedSince(referrer.table, referrer.id, made.tick);
        if (!ofStep && !this.#ownership.isOwnSince(referrer.table, referrer.id, tick)) return true;
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
    const from = this.#direction === 'undo' ? 'in' : 'out';
    let whole = marks.length > 0;
    for (const mark of marks.toReversed()) {
      const value = this.#builder.existing(table, id)[field];
      const held = value instanceof TextValue && value.incarnation === incarnation ? value : undefined;
      const done = held && mark.state === from ? mark.chain.turn(mark, held.content) : undefined;
      turned.push(done?.mark ?? mark);
      if (done === undefined) whole = false;
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
function madeBy(step: Step): { readonly made: Map<string, Going>; readonly passing: Set<string> } {
  const first = new Set<string>();
  const made = new Map<string, Going>();
  const passing = new Set<string>();
  for (const { effect, tick } of step.deeds) {
    for (const one of effect) {
      const key = entityKey(one.table, one.id);
      if (one.kind === 'insert' && (!first.has(key) || passing.has(key))) {
        made.set(key, { effect: one, tick });
        passing.delete(key);
      } else if (one.kind === 'delete' && made.delete(key)) {
        passing.add(key);
      }
      first.add(key);
    }
  }
  return { made, passing };
}

/** What stands at a path of object keys; undefined if nothing does. */
function valueAt(value: Row[string] | undefined, path: readonly string[]): Json | undefined {
  if (value instanceof TextValue) return undefined;
  let held: Json | undefined = value;
  for (const key of path) held = isJsonObject(held) && Object.hasOwn(held, key) ? held[key] : undefined;
  return held;
}
