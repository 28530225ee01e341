import type { Json } from '@statehouse/kernel';
import { type DocumentRow, type DocumentRows, sameValue, textOf } from './document-rows.ts';

/** What a step made of one field. */
export interface FieldChange {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** The whole row before the step. */
  readonly row: DocumentRow;
}

/** What a step did to one text; each letter occurs once in it. */
export interface TextChange {
  readonly incarnation: string;
  /** Letters of the step that nobody else has deleted. */
  readonly added: Set<string>;
  readonly removed: readonly string[];
  /** Others have deleted the row since, and perhaps brought it back with other words. */
  loose: boolean;
}

/** What a step did to one row. */
export type RowChange =
  | { readonly kind: 'made' }
  | { readonly kind: 'gone'; readonly row: DocumentRow }
  | {
      readonly kind: 'changed';
      readonly fields: ReadonlyMap<string, FieldChange>;
      readonly texts: ReadonlyMap<string, TextChange>;
    };

/** What undo takes back at once, by row. */
export interface Step {
  readonly changes: ReadonlyMap<string, RowChange>;
  readonly tick: number;
}

export function changesBetween(before: DocumentRows, after: DocumentRows): ReadonlyMap<string, RowChange> {
  const changes = new Map<string, RowChange>();
  for (const [key, row] of before) {
    const now = after.get(key);
    const change = now === undefined ? { kind: 'gone' as const, row } : changeOf(row, now);
    if (change !== undefined) changes.set(key, change);
  }
  for (const key of after.keys()) if (!before.has(key)) changes.set(key, { kind: 'made' });
  return changes;
}

function changeOf(row: DocumentRow, now: DocumentRow): RowChange | undefined {
  const fields = new Map<string, FieldChange>();
  const texts = new Map<string, TextChange>();
  for (const [field, before] of row.fields) {
    const after = now.fields.get(field);
    if (sameValue(before, after)) continue;
    const [was, is] = [textOf(before), textOf(after)];
    if (was === undefined || is === undefined) fields.set(field, { before, after, row });
    else
      texts.set(field, {
        incarnation: is.incarnation,
        added: new Set([...is.text].filter((letter) => !was.text.includes(letter))),
        removed: [...was.text].filter((letter) => !is.text.includes(letter)),
        loose: false,
      });
  }
  return fields.size + texts.size === 0 ? undefined : { kind: 'changed', fields, texts };
}
