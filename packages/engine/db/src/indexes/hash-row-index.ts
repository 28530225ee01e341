import {
  emptyIndex,
  emptyTable,
  type IndexKey,
  type OrderedIndex,
  orderedIndexFrom,
  type Table,
  tableFrom,
} from '@statehouse/collections';
import type { Row } from '@statehouse/ot';
import { idOf } from '../index-keys.ts';
import type { IndexDefinition } from './index-declaration.ts';
import type { RowIndex, RowMove } from './row-index.ts';
import { haveSameKey, rowKey } from './row-key.ts';

/** The rows of one key: their slots in the order of their ids. Never empty. */
interface Bucket {
  readonly key: string;
  readonly entries: OrderedIndex;
}

const NOBODY = emptyIndex({ parts: 1 });

/** The slots of a table's rows by the whole key of declared fields. */
export class HashRowIndex implements RowIndex {
  readonly definition: IndexDefinition;
  readonly #buckets: Table<Bucket>;

  constructor(definition: IndexDefinition, buckets: Table<Bucket> = emptyTable(({ key }) => key)) {
    this.definition = definition;
    this.#buckets = buckets;
  }

  /** The slots of the rows with a key, in id order. */
  entriesOf(key: IndexKey): OrderedIndex {
    return this.#buckets.get(textOf(key))?.entries ?? NOBODY;
  }

  with(moves: readonly RowMove[]): HashRowIndex {
    const { fields } = this.definition;
    const moved = moves.filter(
      ({ before, row }) => before === undefined || row === undefined || !haveSameKey(before, row, fields),
    );
    if (moved.length === 0) return this;
    const byKey = new Map<string, { readonly gone: RowMove[]; readonly come: RowMove[] }>();
    const changesOf = (row: Row) => {
      const key = textOf(rowKey(row, fields));
      const changes = byKey.get(key) ?? { gone: [], come: [] };
      byKey.set(key, changes);
      return changes;
    };
    for (const move of moved) {
      if (move.before !== undefined) changesOf(move.before).gone.push(move);
      if (move.row !== undefined) changesOf(move.row).come.push(move);
    }
    const buckets = this.#buckets.batch((draft) => {
      for (const [key, { gone, come }] of byKey) {
        const entries = (draft.get(key)?.entries ?? NOBODY).batch(String, (bucket) => {
          for (const { before, slot } of gone) if (before !== undefined) bucket.delete([idOf(before)], slot);
          for (const { row, slot } of come) if (row !== undefined) bucket.add([idOf(row)], slot);
        });
        if (entries.size === 0) draft.delete(key);
        else draft.set({ key, entries });
      }
    });
    return new HashRowIndex(this.definition, buckets);
  }

  *audit(): Iterable<string> {
    for (const key of [...this.#buckets.ids()].sort()) {
      for (const slot of this.#buckets.get(key)?.entries.range() ?? []) yield `${key} ${slot}`;
    }
  }

  of(rows: Table<Row>): HashRowIndex {
    const { fields } = this.definition;
    const byKey = new Map<string, { readonly ids: string[]; readonly slots: number[] }>();
    rows.forEach((row, slot) => {
      const key = textOf(rowKey(row, fields));
      const group = byKey.get(key) ?? { ids: [], slots: [] };
      byKey.set(key, group);
      group.ids.push(idOf(row));
      group.slots.push(slot);
    });
    const buckets = [...byKey].map(([key, { ids, slots }]) => ({
      key,
      entries: orderedIndexFrom({ parts: 1 }, { columns: [ids], entries: slots }, String),
    }));
    return new HashRowIndex(
      this.definition,
      tableFrom(buckets, ({ key }) => key),
    );
  }
}

/** A key as one string: JSON tells strings from numbers, and one part from the next. */
function textOf(key: IndexKey): string {
  return JSON.stringify(key);
}
