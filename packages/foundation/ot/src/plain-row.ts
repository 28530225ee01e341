import { textFrom } from '@statehouse/collections';
import { isJsonObject, type Json } from '@statehouse/kernel';
import type { TableShape } from './document-state.ts';
import type { PlainRow } from './effect.ts';
import type { Place, RestoredText } from './operation.ts';
import { type FieldValue, type Row, TextValue } from './row.ts';

/** The plain JSON form of a row. Reads `parent` and `position` only in tables that have an order. */
export function plainRow(row: Row, shape: TableShape): PlainRow {
  const fields: Record<string, Json> = {};
  for (const field in shape.fieldKinds) {
    const value = row[field];
    if (value !== undefined) fields[field] = plainValue(value);
  }
  return shape.order === 'none' ? { fields } : { fields, place: placeOf(row) };
}

/** The JSON form of one field: a text becomes `{ incarnation, text }`. */
export function plainValue(value: FieldValue): Json {
  return value instanceof TextValue ? { incarnation: value.incarnation, text: value.toString() } : value;
}

/** The row that a plain row describes. Texts become ropes. */
export function rowFromPlain(plain: PlainRow, shape: TableShape): Row {
  const row: Record<string, FieldValue> = {};
  for (const field in shape.fieldKinds) {
    const value = plain.fields[field];
    if (shape.fieldKinds[field] === 'text') {
      row[field] = isRestoredText(value)
        ? new TextValue(value.incarnation, textFrom(value.text))
        : new TextValue('', textFrom(''));
    } else {
      row[field] = value ?? shape.defaults[field] ?? null;
    }
  }
  if (shape.order !== 'none') {
    row.parent = plain.place?.parent ?? null;
    row.position = plain.place?.position ?? '';
  }
  return row;
}

/** Where an entity stands. Top level and an empty position if the row has no place. */
export function placeOf(row: Row): Place {
  const { parent, position } = row;
  return {
    parent: typeof parent === 'string' ? parent : null,
    position: typeof position === 'string' ? position : '',
  };
}

export function samePlace(a: Place, b: Place): boolean {
  return a.parent === b.parent && a.position === b.position;
}

export function isRestoredText(value: Json | undefined): value is Json & RestoredText {
  return isJsonObject(value) && typeof value.incarnation === 'string' && typeof value.text === 'string';
}
