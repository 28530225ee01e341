import { idOf } from './index-keys.ts';
import type { TableState } from './table-state.ts';

/** The entities of one table at one moment, typed by the schema. Iterates in id order. */
export class TableView<EntityRow> implements Iterable<EntityRow> {
  readonly #rows: TableState['rows'];
  readonly #inOrder: TableState['inOrder'];

  constructor({ rows, inOrder }: TableState) {
    this.#rows = rows;
    this.#inOrder = inOrder;
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

  *ids(): Iterable<string> {
    for (const row of this.#inOrder.list) yield idOf(row);
  }

  /** Every entity in id order; the same list until the table changes. O(n) when it is made. */
  all(): readonly EntityRow[] {
    return typed(this.#inOrder.list);
  }

  *[Symbol.iterator](): Iterator<EntityRow> {
    for (const row of this.#inOrder.list) yield typed<EntityRow>(row);
  }
}

/** Stored rows have the fields that the schema declares, and their id: the gate saw to it. */
function typed<Typed>(stored: unknown): Typed {
  return stored as Typed;
}
