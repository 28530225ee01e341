import { plainRows } from '@statehouse/db';
import type { ClientMark } from './client-lines.ts';
import type { Ledger, Position } from './ledger.ts';

/**
 * The durable document at one version, encoded piece by piece: the snapshot is a value, so it stays what it is while
 * the document goes on. Complete images serve openings and the saving of snapshots.
 */
export class Image {
  readonly position: Position;
  /** The deduplication table at this version. */
  readonly marks: readonly ClientMark[];
  /** Each the JSON of a list of rows. */
  readonly chunks: string[] = [];
  readonly #rows: Iterator<readonly [string, string, unknown]>;
  readonly #chunkLength: number;
  #open: string[] = [];
  #openLength = 0;
  #length = 0;
  #complete = false;

  constructor(ledger: Ledger, chunkLength: number) {
    this.position = ledger.durable;
    this.marks = ledger.clients.marks(ledger.durable.version);
    this.#rows = plainRows(ledger.durable.snapshot)[Symbol.iterator]();
    this.#chunkLength = chunkLength;
  }

  get complete(): boolean {
    return this.#complete;
  }

  /** The length of all chunks so far. */
  get length(): number {
    return this.#length;
  }

  /** Encodes up to `rows` rows (fewer if they are long). Answers whether the image is complete. */
  advance(rows: number): boolean {
    let encoded = 0;
    for (let count = 0; count < rows && encoded < this.#chunkLength * 4 && !this.#complete; count += 1) {
      const { value, done } = this.#rows.next();
      if (done === true) {
        if (this.#open.length > 0 || this.chunks.length === 0) this.#closeChunk();
        this.#complete = true;
      } else {
        const text = JSON.stringify(value);
        this.#open.push(text);
        this.#openLength += text.length;
        encoded += text.length;
        if (this.#openLength >= this.#chunkLength) this.#closeChunk();
      }
    }
    return this.#complete;
  }

  #closeChunk(): void {
    const chunk = `[${this.#open.join(',')}]`;
    this.chunks.push(chunk);
    this.#length += chunk.length;
    this.#open = [];
    this.#openLength = 0;
  }
}
