import type { FieldsOfKind, Schema, Snapshot, TableName } from '@statehouse/db';
import { TextValue } from '@statehouse/ot';
import { useMemo, useSyncExternalStore } from 'react';
import { pageSnapshot } from './page-snapshot.ts';
import { type EntityDocument, useEntityChanges } from './use-entity.ts';
import type { TransactingDocument } from './use-transact.ts';

/** Edits one text, each call a transaction. Positions are UTF-16 units in the text as it is at that moment. */
export interface TextEditing {
  /**
   * Removes `deleteCount` units at `position` and puts `insert` there.
   * @throws StatehouseError `db/out-of-range` · `db/splits-surrogate` · `db/unknown-id`
   */
  readonly splice: (position: number, deleteCount: number, insert: string) => void;
  readonly insert: (position: number, text: string) => void;
  readonly delete: (position: number, count: number) => void;
  /** Makes this the whole text, and touches only what differs: what others type elsewhere in it stays. */
  readonly replace: (text: string) => void;
}

/** A text as it reads now, with what edits it. The functions stay the same while the text does not move house. */
export interface EditableText extends TextEditing {
  readonly value: string;
}

/** A collaborative text; undefined while the entity is not there. Other fields of the entity do not render. */
export function useText<S extends Schema, Table extends TableName<S>>(
  document: EntityDocument<S> & TransactingDocument<S>,
  table: Table,
  id: string | null | undefined,
  field: FieldsOfKind<S, Table, 'text'>,
): EditableText | undefined {
  const subscribe = useEntityChanges(document, table, id);
  const text = useSyncExternalStore(
    subscribe,
    () => textIn(document.snapshot, table, id, field),
    () => textIn(pageSnapshot(document), table, id, field),
  );
  const editing = useMemo(() => textEditing(document, table, id ?? '', field), [document, table, id, field]);
  return useMemo(
    () => (text === undefined ? undefined : { value: text.toString(), ...editing }),
    [text, editing],
  );
}

function textIn<S extends Schema>(
  snapshot: Snapshot<S>,
  table: TableName<S>,
  id: string | null | undefined,
  field: string,
): TextValue | undefined {
  const value = typeof id === 'string' ? snapshot.get(table, id)?.[field] : undefined;
  return value instanceof TextValue ? value : undefined;
}

function textEditing<S extends Schema, Table extends TableName<S>>(
  document: TransactingDocument<S>,
  table: Table,
  id: string,
  field: FieldsOfKind<S, Table, 'text'>,
): TextEditing {
  const splice = (position: number, deleteCount: number, insert: string): void => {
    document.transact((tx) => tx[table].text(id, field).splice(position, deleteCount, insert));
  };
  return {
    splice,
    insert: (position, text) => splice(position, 0, text),
    delete: (position, count) => splice(position, count, ''),
    replace: (text) => {
      document.transact((tx) => tx[table].text(id, field).replace(text));
    },
  };
}
