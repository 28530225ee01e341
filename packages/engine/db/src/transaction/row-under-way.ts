import { isArray, type Json } from '@statehouse/kernel';
import {
  applyText,
  type Change,
  type Place,
  type Row,
  rowFromPlain,
  type TableShape,
  TextValue,
} from '@statehouse/ot';

/* Rows as they are while an operation is being made. */

/** The incarnation of texts that are given one when the operation is applied. */
const NEW_TEXT = 'new';

/** The row that an insertion makes; `place` is absent in tables without an order. */
export function newRow(
  shape: TableShape,
  fields: Readonly<Record<string, Json>>,
  place: Place | undefined,
): Row {
  const plain: Record<string, Json> = { ...fields };
  for (const [field, kind] of Object.entries(shape.fieldKinds)) {
    if (kind !== 'text') continue;
    const given = plain[field] ?? '';
    if (typeof given === 'string') plain[field] = { incarnation: NEW_TEXT, text: given };
  }
  return rowFromPlain({ fields: plain, ...(place === undefined ? {} : { place }) }, shape);
}

/** The initial text for an insertion: a restored text keeps its incarnation. */
export function insertedText(value: TextValue): Json {
  const text = value.toString();
  return value.incarnation === NEW_TEXT ? text : { incarnation: value.incarnation, text };
}

/** A field after a change of it. */
export function changedValue(
  value: Row[string] | undefined,
  change: Exclude<Change, { kind: 'patch' }>,
): Row[string] {
  switch (change.kind) {
    case 'set':
      return change.value;
    case 'add':
      return (typeof value === 'number' ? value : 0) + change.amount;
    case 'text':
      if (!(value instanceof TextValue)) return value ?? null;
      return new TextValue(value.incarnation, applyText(value.content, change.delta).text);
    case 'members': {
      const members = new Set<Json>(isArray(value) ? value : []);
      for (const member of change.exclude) members.delete(member);
      for (const member of change.include) members.add(member);
      return [...members].sort();
    }
  }
}
