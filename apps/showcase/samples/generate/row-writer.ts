import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { GeneratedRow } from './generated-row.ts';

/** So many characters are gathered before they are written. */
const CHUNK = 65_536;

/** Writes rows as JSON lines, no faster than they are taken; at most a chunk for each table is in memory. */
export interface RowWriter {
  write(generated: GeneratedRow): void | Promise<void>;
  /** Fulfilled when everything is written. */
  close(): Promise<void>;
}

/** A file for each table in a folder, which is made: `posts.jsonl` and its like. */
export function writerToFolder(folder: string): RowWriter {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, LineStream>();
  return {
    write({ table, row }) {
      const file = files.get(table) ?? new LineStream(createWriteStream(join(folder, `${table}.jsonl`)));
      files.set(table, file);
      return file.write(row);
    },
    async close() {
      await Promise.all([...files.values()].map((file) => file.close()));
    },
  };
}

/** All tables in one stream, each line with its table: `{"table":"posts","row":{…}}`. The stream stays open. */
export function writerToStream(stream: Writable): RowWriter {
  const lines = new LineStream(stream);
  return { write: (generated) => lines.write(generated), close: () => lines.flush() };
}

class LineStream {
  readonly #stream: Writable;
  #gathered = '';

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  write(value: unknown): void | Promise<void> {
    this.#gathered += `${JSON.stringify(value)}\n`;
    if (this.#gathered.length >= CHUNK) return this.flush();
  }

  async flush(): Promise<void> {
    const chunk = this.#gathered;
    this.#gathered = '';
    if (chunk !== '' && !this.#stream.write(chunk)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    await this.flush();
    this.#stream.end();
    await finished(this.#stream);
  }
}
