import type { Row } from '@statehouse/ot';
import type { TableState } from '../table-state.ts';
import type { TableRead } from './table-read.ts';

/**
 * Everything that one computation read of one table. Above a limit it is no longer told apart: then it is the table.
 * Invariant: if `holds` is true, reading the same again would answer the same.
 */
export class TableReads {
  readonly table: string;
  readonly #limit: number;
  #revision: number;
  #ids: string[] = [];
  #rows: (Row | undefined)[] = [];
  #others: TableRead[] = [];
  #otherWeight = 0;
  #isWhole = false;

  constructor(table: string, { revision }: TableState, limit: number) {
    this.table = table;
    this.#revision = revision;
    this.#limit = limit;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Whether any change of the table counts. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get count(): number {
    return this.#ids.length + this.#others.length;
  }

  addRow(id: string, row: Row | undefined): void {
    if (this.#isWhole) return;
    this.#ids.push(id);
    this.#rows.push(row);
    // Rows that were read again and again are sifted out now and then, not each time.
    if (this.#ids.length > 2 * this.#limit) this.settle();
  }

  add(read: TableRead): void {
    if (this.#isWhole) return;
    this.#others.push(read);
    this.#otherWeight += read.weight;
    if (this.#otherWeight > this.#limit) this.addWhole();
  }

  addWhole(): void {
    this.#isWhole = true;
    this.#ids = [];
    this.#rows = [];
    this.#others = [];
  }

  /** Counts each row once, and sees whether there are too many. */
  settle(): void {
    if (this.#ids.length + this.#otherWeight <= this.#limit) return;
    const rows = new Map(this.#ids.map((id, at) => [id, this.#rows[at]]));
    this.#ids = [...rows.keys()];
    this.#rows = [...rows.values()];
    if (rows.size + this.#otherWeight > this.#limit) this.addWhole();
  }

  holds(state: TableState): boolean {
    if (state.revision === this.#revision) return true;
    if (this.#isWhole) return false;
    for (let at = 0; at < this.#ids.length; at += 1) {
      if (state.rows.get(this.#ids[at] ?? '') !== this.#rows[at]) return false;
    }
    for (const read of this.#others) if (!read.holds(state)) return false;
    return true;
  }

  /** They hold in this state: it need not be looked into again. */
  confirm({ revision }: TableState): void {
    this.#revision = revision;
  }

  /** Adds the objects that were handed out. */
  addGiven(into: Set<object>): void {
    for (const row of this.#rows) if (row !== undefined) into.add(row);
    for (const read of this.#others) read.addGiven(into);
  }
}
