import {
  emptyIndex,
  type IdOfEntry,
  type KeyPart,
  type OrderedIndex,
  orderedIndexFrom,
  type Table,
} from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { idOf } from '../index-keys.ts';
import type { IndexDefinition } from './index-declaration.ts';
import type { RowIndex, RowMove } from './row-index.ts';
import { haveSameKey, keyPartOf, rowKey } from './row-key.ts';

/** The slots of a table's rows in the order of declared fields, and then of ids. */
export class OrderedRowIndex implements RowIndex {
  readonly definition: IndexDefinition;
  readonly entries: OrderedIndex;

  constructor(definition: IndexDefinition, entries?: OrderedIndex) {
    const { fields, descending } = definition;
    this.definition = definition;
    this.entries = entries ?? emptyIndex({ parts: fields.length, descending });
  }

  with(moves: readonly RowMove[], idOfEntry: IdOfEntry): OrderedRowIndex {
    const { fields } = this.definition;
    const moved = moves.filter(
      ({ before, row }) => before === undefined || row === undefined || !haveSameKey(before, row, fields),
    );
    if (moved.length === 0) return this;
    const entries = this.entries.batch(idOfEntry, (draft) => {
      for (const { slot, before } of moved)
        if (before !== undefined) draft.delete(rowKey(before, fields), slot);
      for (const { slot, row } of moved) if (row !== undefined) draft.add(rowKey(row, fields), slot);
    });
    return new OrderedRowIndex(this.definition, entries);
  }

  *audit(): Iterable<string> {
    for (const slot of this.entries.range()) yield String(slot);
  }

  of(rows: Table<Row>): OrderedRowIndex {
    const { fields, descending } = this.definition;
    const columns = fields.map((): KeyPart[] => []);
    const entries: number[] = [];
    rows.forEach((row, slot) => {
      fields.forEach((field, at) => void columns[at]?.push(keyPartOf(row, field)));
      entries.push(slot);
    });
    const shape = { parts: fields.length, descending };
    return new OrderedRowIndex(this.definition, orderedIndexFrom(shape, { columns, entries }, idsIn(rows)));
  }
}

/** The ids behind the slots of a table. */
export function idsIn(rows: Table<Row>): IdOfEntry {
  return (slot) => {
    const row = rows.at(slot);
    return row === undefined ? '' : idOf(row);
  };
}
