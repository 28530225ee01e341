import { type FileHandle, mkdir, open, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isArray, type Json } from '@statehouse/kernel';
import { fail } from '../errors.ts';
import type { KeyValueCondition, KeyValueStore, KeyValueWrite } from '../key-value/key-value-store.ts';
import { applyWrites, checkCondition, entriesBetween } from '../key-value/memory.ts';
import { sealedLine, soundLines } from './sealed-line.ts';

export interface FileKeyValueStoreOptions {
  /** The file; its folder is made if need be. */
  readonly path: string;
  /** Told when a part of the file did not fit its checksum; it has been moved to `asidePath`. */
  readonly onDamaged?: (asidePath: string) => void;
}

/** The file is written anew when so much of it, in bytes, is out of date. */
const MOST_WASTE = 1_000_000;

/**
 * A key-value store in one file, for one process at a time: each write is a line with its checksum, synced before it is
 * answered; what is out of date is dropped now and then by writing the file anew beside itself. Everything is held in
 * memory too.
 *
 * @throws StatehouseError `storage/failed`, `storage/full`
 */
export async function createFileKeyValueStore(options: FileKeyValueStoreOptions): Promise<KeyValueStore> {
  const store = new FileStore(options.path);
  await store.open(options.onDamaged ?? (() => {}));
  return store;
}

/** Invariant: `#contents` is what the lines of the file come to; writes follow each other. */
class FileStore implements KeyValueStore {
  readonly #path: string;
  readonly #contents = new Map<string, string>();
  #file: FileHandle | undefined;
  #isClosed = false;
  /** Of the file, in bytes. */
  #length = 0;
  #waste = 0;
  #line: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  async open(onDamaged: (asidePath: string) => void): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const bytes = await readFile(this.#path).catch(ifMissing);
    const { lines, soundBytes } = soundLines(bytes);
    for (const line of lines) applyWrites(this.#contents, writesIn(line));
    if (soundBytes < bytes.length) {
      const rest = bytes.subarray(soundBytes);
      // A line that is not whole is what a dying process leaves; anything else is damage.
      if (rest.includes(0x0a)) {
        const aside = `${this.#path}.damaged`;
        await writeFile(aside, rest, { flush: true });
        onDamaged(aside);
      }
      await truncate(this.#path, soundBytes);
    }
    this.#file = await open(this.#path, 'a');
    this.#length = soundBytes;
    this.#waste = soundBytes - this.#size();
  }

  get(key: string): Promise<string | undefined> {
    return this.#after(() => this.#contents.get(key));
  }

  range(from: string, to: string, limit?: number): Promise<readonly (readonly [string, string])[]> {
    return this.#after(() => entriesBetween(this.#contents, from, to, limit));
  }

  write(writes: readonly KeyValueWrite[], onlyIf?: KeyValueCondition): Promise<void> {
    const line = sealedLine(JSON.stringify(writes.map(({ key, value }) => [key, value ?? null])));
    return this.#after(async () => {
      checkCondition(onlyIf, (key) => this.#contents.get(key));
      await this.#append(line);
      const before = this.#size();
      applyWrites(this.#contents, writes);
      this.#waste += line.length - Math.max(0, this.#size() - before);
      if (this.#waste > MOST_WASTE && this.#waste > this.#size()) await this.#rewrite();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#line.catch(() => {});
    await this.#file?.close();
  }

  /** Does something when all before it is done. */
  #after<Result>(run: () => Result | Promise<Result>): Promise<Result> {
    if (this.#isClosed) return Promise.reject(fail('closed'));
    const done = this.#line.then(run);
    this.#line = done.catch(() => {});
    return done;
  }

  async #append(line: Buffer): Promise<void> {
    try {
      await this.#file?.appendFile(line);
      await this.#file?.datasync();
      this.#length += line.length;
    } catch (cause) {
      // Half a line must not stand before the next one.
      await this.#file?.truncate(this.#length).catch(() => {});
      throw failureOf(cause);
    }
  }

  #size(): number {
    let size = 0;
    for (const [key, value] of this.#contents) size += key.length + value.length + 8;
    return size;
  }

  async #rewrite(): Promise<void> {
    const fresh = `${this.#path}.new`;
    const line = sealedLine(JSON.stringify([...this.#contents]));
    let file: FileHandle | undefined;
    try {
      await writeFile(fresh, line, { flush: true });
      // Opened before it takes the place: afterwards nothing may be written to the file that was there.
      file = await open(fresh, 'a');
      await rename(fresh, this.#path);
    } catch {
      // The file that was there holds everything; the next write tries again.
      await file?.close();
      return;
    }
    await this.#file?.close();
    this.#file = file;
    this.#length = line.length;
    // Its size in characters says too little: nothing in it is out of date.
    this.#waste = 0;
    await syncFolder(dirname(this.#path));
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function writesIn(line: string): readonly KeyValueWrite[] {
  const list: Json = JSON.parse(line);
  if (!isArray(list)) return [];
  return list.flatMap((pair) => {
    const [key, value] = isArray(pair) ? pair : [];
    return typeof key === 'string' ? [{ key, value: typeof value === 'string' ? value : undefined }] : [];
  });
}

function ifMissing(error: unknown): Buffer<ArrayBuffer> {
  if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
  throw failureOf(error);
}

function failureOf(cause: unknown): Error {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return fail('full', { action: 'write' }, { cause });
  return fail(
    'failed',
    { action: 'write', reason: cause instanceof Error ? cause.message : String(cause) },
    { cause },
  );
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
