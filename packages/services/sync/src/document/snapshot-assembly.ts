import type { SnapshotPartMessage, SnapshotRow } from '@statehouse/protocol';

/** A snapshot that has arrived whole. */
export interface WholeSnapshot {
  readonly version: number;
  readonly rows: readonly SnapshotRow[];
}

/** Puts the parts of a snapshot together. A part out of order spoils it: the document is then asked for again. */
export class SnapshotAssembly {
  #version = 0;
  #next = 0;
  #parts = 0;
  #rows: SnapshotRow[] = [];

  take({ version, part, parts, rows }: SnapshotPartMessage): void {
    if (part === 0) {
      this.#version = version;
      this.#parts = parts;
      this.#next = 1;
      this.#rows = [...rows];
    } else if (this.#version === version && this.#next === part) {
      for (const row of rows) this.#rows.push(row);
      this.#next += 1;
    } else {
      this.clear();
    }
  }

  /** The snapshot of this version if all of it is there. Either way the assembly starts anew. */
  finish(version: number): WholeSnapshot | undefined {
    const whole = this.#parts > 0 && this.#version === version && this.#next === this.#parts;
    const rows = this.#rows;
    this.clear();
    return whole ? { version, rows } : undefined;
  }

  clear(): void {
    this.#version = 0;
    this.#next = 0;
    this.#parts = 0;
    this.#rows = [];
  }
}
