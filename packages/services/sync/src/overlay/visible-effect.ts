import { diffTexts, type PersistentText } from '@statehouse/collections';
import { isArray, type Json, jsonEquals } from '@statehouse/kernel';
import {
  applyText,
  deltaFits,
  type Effect,
  type EntityEffect,
  type FieldEffect,
  type FieldValue,
  type Place,
  plainRow,
  type Row,
  type TableShape,
  type TextDelta,
  TextValue,
} from '@statehouse/ot';

/** A text delta that is known to have happened, by table, id and field. */
export type KnownDeltas = (table: string, id: string, field: string) => TextDelta | undefined;

/** The effect that leads from one row to another; undefined if they are equal. Several items if a text was replaced. */
export function effectBetween(
  shape: TableShape,
  id: string,
  before: Row | undefined,
  after: Row | undefined,
  known: KnownDeltas,
): Effect {
  const table = shape.name;
  if (before === after) return [];
  const inserted: EntityEffect[] =
    after === undefined ? [] : [{ kind: 'insert', table, id, row: plainRow(after, shape) }];
  if (before === undefined) return inserted;
  const deleted: EntityEffect = { kind: 'delete', table, id, row: plainRow(before, shape) };
  if (after === undefined) return [deleted];
  if (textReplaced(shape, before, after)) return [deleted, ...inserted];
  const fields: Record<string, FieldEffect> = {};
  let changed = false;
  for (const field of Object.keys(shape.fieldKinds)) {
    const effect = fieldBetween(shape, field, before[field], after[field], () => known(table, id, field));
    if (effect === undefined) continue;
    fields[field] = effect;
    changed = true;
  }
  const place = placeBetween(shape, before, after);
  if (!changed && place === undefined) return [];
  return [{ kind: 'modify', table, id, fields, ...(place === undefined ? {} : { place }) }];
}

function textReplaced(shape: TableShape, before: Row, after: Row): boolean {
  return Object.keys(shape.fieldKinds).some((field) => {
    const [earlier, later] = [before[field], after[field]];
    return (
      earlier instanceof TextValue && later instanceof TextValue && earlier.incarnation !== later.incarnation
    );
  });
}

function fieldBetween(
  shape: TableShape,
  field: string,
  before: FieldValue | undefined,
  after: FieldValue | undefined,
  known: () => TextDelta | undefined,
): FieldEffect | undefined {
  if (before === after || before === undefined || after === undefined) return undefined;
  if (before instanceof TextValue || after instanceof TextValue) {
    if (!(before instanceof TextValue) || !(after instanceof TextValue)) return undefined;
    return textBetween(before, after, known());
  }
  if (jsonEquals(before, after)) return undefined;
  const kind = shape.fieldKinds[field];
  if (kind === 'counter' && typeof before === 'number' && typeof after === 'number') {
    return { kind: 'add', amount: after - before };
  }
  if (kind === 'set' && isArray(before) && isArray(after)) return membersBetween(before, after);
  return { kind: 'set', before, after };
}

function membersBetween(before: readonly Json[], after: readonly Json[]): FieldEffect {
  const strings = (members: readonly Json[]): string[] => members.filter((one) => typeof one === 'string');
  return {
    kind: 'members',
    included: strings(after).filter((member) => !before.includes(member)),
    excluded: strings(before).filter((member) => !after.includes(member)),
  };
}

function placeBetween(
  shape: TableShape,
  before: Row,
  after: Row,
): { readonly before: Place; readonly after: Place } | undefined {
  if (shape.order === 'none') return undefined;
  if (before.parent === after.parent && before.position === after.position) return undefined;
  return { before: placeOf(before), after: placeOf(after) };
}

function placeOf(row: Row): Place {
  return {
    parent: typeof row.parent === 'string' ? row.parent : null,
    position: typeof row.position === 'string' ? row.position : '',
  };
}

function textBetween(
  before: TextValue,
  after: TextValue,
  known: TextDelta | undefined,
): FieldEffect | undefined {
  const delta =
    known !== undefined && leadsTo(before.content, known, after.content) ? known : guess(before, after);
  if (delta.length === 0) return undefined;
  const { removed } = applyText(before.content, delta);
  return { kind: 'text', incarnation: after.incarnation, delta, removed };
}

function leadsTo(before: PersistentText, delta: TextDelta, after: PersistentText): boolean {
  if (delta.length === 0) return before === after;
  if (!deltaFits(before, delta)) return false;
  const { text } = applyText(before, delta);
  return text.length === after.length && text.toString() === after.toString();
}

/** Where nothing is known of how a text changed, what differs serves. */
function guess(before: TextValue, after: TextValue): TextDelta {
  const delta: (number | string)[] = [];
  let position = 0;
  for (const splice of diffTexts(before.content, after.content)) {
    if (splice.removed === '' && splice.inserted === '') continue;
    if (splice.position > position) delta.push(splice.position - position);
    if (splice.inserted !== '') delta.push(splice.inserted);
    if (splice.removed !== '') delta.push(-splice.removed.length);
    position = splice.position + splice.removed.length;
  }
  return delta;
}
