import type { Effect, FieldEffect, Operation, TextDelta } from '@statehouse/ot';

/** One delta for one text: the keystroke, which needs no rule to decide. */
export interface LoneText {
  readonly table: string;
  readonly id: string;
  readonly field: string;
  readonly incarnation: string;
  readonly delta: TextDelta;
}

export function loneTextOf(operation: Operation): LoneText | undefined {
  const [edit] = operation.edits;
  if (edit?.kind !== 'modify' || operation.edits.length !== 1) return undefined;
  const [field, ...more] = Object.keys(edit.changes);
  const change = field === undefined ? undefined : edit.changes[field];
  if (field === undefined || more.length > 0 || change?.kind !== 'text') return undefined;
  return { table: edit.table, id: edit.id, field, incarnation: change.incarnation, delta: change.delta };
}

export interface LoneTextEffect {
  readonly table: string;
  readonly id: string;
  readonly field: string;
  readonly text: FieldEffect & { readonly kind: 'text' };
}

/** The single text effect of an effect that has nothing else. */
export function loneTextEffectOf(effect: Effect): LoneTextEffect | undefined {
  const [item] = effect;
  if (item?.kind !== 'modify' || effect.length !== 1 || item.place !== undefined) return undefined;
  const [field, ...more] = Object.keys(item.fields);
  const text = field === undefined ? undefined : item.fields[field];
  if (field === undefined || more.length > 0 || text?.kind !== 'text') return undefined;
  return { table: item.table, id: item.id, field, text };
}

/** Whether an effect changes nothing but texts of entities that stay. */
export function isTextOnly(effect: Effect): boolean {
  return effect.every(
    (item) =>
      item.kind === 'modify' &&
      item.place === undefined &&
      Object.values(item.fields).every((field) => field.kind === 'text'),
  );
}

export function sameDelta(a: TextDelta, b: TextDelta): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
