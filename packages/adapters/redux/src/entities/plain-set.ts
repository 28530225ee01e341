import { diffTables, emptyTable, type Table } from '@statehouse/collections';
import type { Held } from '../entity-id.ts';
import type { EditedSet, EntityDraft, EntitySet } from './entity-set.ts';

/** An empty set whose entities stand in the order in which their ids came in. */
export function emptyPlainSet<T>(idOf: (entity: Held<T>) => string): EntitySet<T> {
  return new PlainSet<T>(emptyTable(idOf));
}

/** Entities in the order of their table: the table alone. */
class PlainSet<T> implements EntitySet<T> {
  readonly #table: Table<Held<T>>;

  constructor(table: Table<Held<T>>) {
    this.#table = table;
  }

  get size(): number {
    return this.#table.size;
  }

  get(id: string): Held<T> | undefined {
    return this.#table.get(id);
  }

  has(id: string): boolean {
    return this.#table.has(id);
  }

  forEach(visit: (entity: Held<T>) => void): void {
    this.#table.forEach((entity) => {
      visit(entity);
    });
  }

  keys(): Iterable<string> {
    return this.#table.ids();
  }

  cleared(): EntitySet<T> {
    return emptyPlainSet(this.#table.idOf);
  }

  edit(change: (draft: EntityDraft<T>) => void): EditedSet<T> {
    let isSameOrder = true;
    const table = this.#table.batch((rows) => {
      change({
        has: (id) => rows.has(id),
        put(entity) {
          const { size } = rows;
          rows.set(entity);
          if (rows.size !== size) isSameOrder = false;
        },
        delete(id) {
          if (rows.delete(id)) isSameOrder = false;
        },
      });
    });
    return this.#edited(table, isSameOrder);
  }

  revise(ids: Iterable<string>, next: (entity: Held<T>, id: string) => Held<T>): EditedSet<T> {
    let isSameOrder = true;
    const table = this.#table.batch((rows) => {
      for (const id of ids) {
        const before = rows.get(id);
        if (before === undefined) continue;
        const after = next(before, id);
        if (this.#table.idOf(after) !== id) {
          rows.delete(id);
          isSameOrder = false;
        }
        rows.set(after);
      }
    });
    return this.#edited(table, isSameOrder);
  }

  *newSince(earlier: EntitySet<T> | undefined): Iterable<readonly [string, Held<T>]> {
    if (!(earlier instanceof PlainSet)) {
      for (const entity of this.#table) yield [this.#table.idOf(entity), entity];
      return;
    }
    for (const { id, after } of diffTables<Held<T>>(earlier.#table, this.#table)) {
      if (after !== undefined) yield [id, after];
    }
  }

  #edited(table: Table<Held<T>>, isSameOrder: boolean): EditedSet<T> {
    return table === this.#table
      ? { set: this, isSameOrder: true }
      : { set: new PlainSet(table), isSameOrder };
  }
}
