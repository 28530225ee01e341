import type { Snapshot } from '../snapshot.ts';

/** Tables, each in the state in which it was read: what is compared before anything else. */
export class Roots {
  readonly tables: string[] = [];
  readonly #revisions: number[] = [];

  add(table: string, revision: number): void {
    if (this.tables.includes(table)) return;
    this.tables.push(table);
    this.#revisions.push(revision);
  }

  /** Whether none of the tables has changed. */
  hold(snapshot: Snapshot): boolean {
    for (let at = 0; at < this.tables.length; at += 1) {
      if (snapshot.stateOf(this.tables[at] ?? '').revision !== this.#revisions[at]) return false;
    }
    return true;
  }

  /** The tables are as good as they were, in their state of this snapshot. */
  confirm(snapshot: Snapshot): void {
    for (const [at, table] of this.tables.entries()) this.#revisions[at] = snapshot.stateOf(table).revision;
  }
}
