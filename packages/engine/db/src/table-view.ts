import type { PersistentMap } from '@statehouse/collections';
import type { Row } from '@statehouse/ot';

const rowLists = new WeakMap<PersistentMap<Row>, readonly Row[]>();

/** The entities of one table at one moment, typed by the schema. Iterates in id order. */
export class TableView<EntityRow> implements Iterable<EntityRow> {
  readonly #rows: PersistentMap<Row>;

  constructor(rows: PersistentMap<Row>) {
    this.#rows = rows;
  }

  get size(): number {
    return this.#rows.size;
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** The entity, the same object until it changes; undefined if it is not there. */
  get(id: string): EntityRow | undefined {
    const row = this.#rows.get(id);
    return row === undefined ? undefined : typed(row);
  }

  ids(): Iterable<string> {
    return this.#rows.keys();
  }

  /** Every entity in id order; the same list until the table changes. O(n) when it is made. */
  all(): readonly EntityRow[] {
    const known = rowLists.get(this.#rows) ?? Object.freeze([...this.#rows.values()]);
    rowLists.set(this.#rows, known);
    return typed(known);
  }

  *[Symbol.iterator](): Iterator<EntityRow> {
    for (const row of this.#rows.values()) yield typed<EntityRow>(row);
  }
}

/** Stored rows have the fields that the schema declares, and their id: the gate saw to it. */
function typed<Typed>(stored: unknown): Typed {
  return stored as Typed;
}
