import { type Stopwatch, systemStopwatch, systemTimers, type Timers } from '@statehouse/kernel';
import type { KeyValueStore, KeyValueWrite } from '@statehouse/storage';
import { Listeners } from '../listeners.ts';
import { deleteRows } from './delete-rows.ts';
import { foundVersions } from './found-versions.ts';
import { moveChunk } from './move-chunk.ts';
import { RowFormat, type RowFormatOptions } from './row-format.ts';
import { RowMigration, type RowMigrationStatus } from './row-migration.ts';
import type { Slices } from './slices.ts';

/** Which rows are kept, where, and how those of other versions come to the wanted one. */
export interface RowsOptions<Row> extends RowFormatOptions {
  readonly storage: KeyValueStore;
  /** Makes of what was stored under an id a row, or throws. */
  readonly parse: (stored: unknown, id: string) => Row;
  /** How long the migration keeps the thread at a stretch. Milliseconds; 8 unless told. */
  readonly sliceMs?: number;
  /** How many rows it moves in one write at most; 2,000 unless told. */
  readonly maxChunkRows?: number;
  readonly timers?: Timers;
  readonly stopwatch?: Stopwatch;
}

/** A row by its id; none deletes. */
export interface RowChange<Row> {
  readonly id: string;
  readonly row: Row | undefined;
}

/** How it stands with kept rows. */
export interface RowsStatus {
  readonly migration: RowMigrationStatus;
  /** The keys of what does not fit its checksum. Such a row counts as absent; it is kept aside when its place is taken. */
  readonly damagedKeys: readonly string[];
}

/**
 * Rows that are kept one by one, each under the version that wrote it. Only the wanted version is ever seen: what is
 * read comes up or down by its steps, and what is written is of that version; the rest follows in the background.
 *
 * Law: one program at a time has them open; `write` is atomic, and durable once its promise is fulfilled.
 */
export interface KeptRows<Row> {
  readonly status: RowsStatus;
  subscribe(listener: (status: RowsStatus) => void): () => void;
  /** @throws StatehouseError `persist/row-not-migrated`, `persist/row-refused` */
  get(id: string): Promise<Row | undefined>;
  /**
   * All rows in the order of their ids, a page at a time; a row that is there all the while is in it once.
   *
   * @throws StatehouseError `persist/row-not-migrated`, `persist/row-refused`
   */
  pages(maxRows?: number): AsyncIterable<readonly (readonly [id: string, row: Row])[]>;
  write(changes: readonly RowChange<Row>[]): Promise<void>;
  /** Ends the migration, which goes on at the next start. The storage stays open. */
  close(): Promise<void>;
}

/**
 * Opens kept rows. Those of other versions can be read and written at once, and are migrated meanwhile.
 *
 * @throws StatehouseError `persist/newer-version`, `persist/no-step`: nothing has been changed
 */
export async function openRows<Row>(options: RowsOptions<Row>): Promise<KeptRows<Row>> {
  const rows = await OpenRows.open(options);
  rows.start();
  return rows;
}

const PAGE_ROWS = 500;

/**
 * Invariant: a row lies under one version, or under several with one meaning, of which the wanted one counts; a write
 * leaves it under the wanted one alone.
 */
export class OpenRows<Row> implements KeptRows<Row> {
  readonly #format: RowFormat;
  readonly #storage: KeyValueStore;
  readonly #parse: (stored: unknown, id: string) => Row;
  readonly #migration: RowMigration;
  readonly #listeners: Listeners<RowsStatus>;
  /** Under which rows may lie, the wanted one first. */
  #versions: readonly number[];
  /** Found damaged and still in its place, by key. */
  readonly #damaged = new Map<string, string>();
  /** All that were found damaged, or foreign. */
  readonly #found: Set<string>;
  #status: RowsStatus | undefined;
  #hasNews = false;
  /** Ids that were written or deleted since the chunk under way was begun, if one is. */
  #touched: Set<string> | undefined;
  /** Ids that are being written. */
  readonly #inFlight = new Set<string>();

  /** @throws StatehouseError `persist/newer-version`, `persist/no-step` */
  static async open<Row>(options: RowsOptions<Row>): Promise<OpenRows<Row>> {
    const format = new RowFormat(options);
    const { versions, foreignKeys } = await foundVersions(options.storage, format);
    return new OpenRows(format, versions, foreignKeys, options);
  }

  private constructor(
    format: RowFormat,
    others: readonly number[],
    foreignKeys: readonly string[],
    options: RowsOptions<Row>,
  ) {
    const { storage, parse, sliceMs = 8, maxChunkRows = 2_000 } = options;
    const { timers = systemTimers, stopwatch = systemStopwatch } = options;
    this.#listeners = new Listeners(timers);
    this.#format = format;
    this.#storage = storage;
    this.#parse = parse;
    this.#versions = [format.version, ...others];
    this.#found = new Set(foreignKeys);
    this.#migration = new RowMigration(others, {
      sliceMs,
      maxChunkRows,
      timers,
      stopwatch,
      move: async (version, bounds) => {
        const touched = new Set<string>();
        this.#touched = touched;
        const isTouched = (id: string) => touched.has(id) || this.#inFlight.has(id);
        const moved = await moveChunk({ storage, format, isTouched }, version, bounds).finally(() => {
          this.#touched = undefined;
        });
        this.#noteMovedAside(moved.damaged);
        return moved;
      },
      leave: (version) => {
        this.#versions = this.#versions.filter((each) => each !== version);
      },
      told: () => this.#tell(),
    });
  }

  /** Begins the migration. */
  start(): void {
    this.#migration.start();
  }

  get status(): RowsStatus {
    this.#status ??= { migration: this.#migration.status, damagedKeys: [...this.#found] };
    return this.#status;
  }

  subscribe(listener: (status: RowsStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<Row | undefined> {
    const versions = this.#versions;
    // Asked in one turn: nothing is moved from one to the other between the questions.
    const values = await Promise.all(
      versions.map((version) => this.#storage.get(this.#format.keys.row(version, id))),
    );
    const copies = versions.map((version, at) => ({ version, value: values[at] }));
    const found = this.#first(id, copies);
    if (this.#hasNews) this.#tell();
    return found?.row;
  }

  async *pages(maxRows = PAGE_ROWS): AsyncGenerator<readonly (readonly [string, Row])[], void, void> {
    for (let afterId: string | undefined; ; ) {
      const page = await this.#page(afterId, maxRows);
      const rows = [...page.copies].flatMap(([id, copies]) => {
        const found = this.#first(id, copies);
        return found === undefined ? [] : [[id, found.row] as const];
      });
      if (this.#hasNews) this.#tell();
      yield rows;
      if (page.lastId === undefined) return;
      afterId = page.lastId;
    }
  }

  async write(changes: readonly RowChange<Row>[]): Promise<void> {
    const { writes, saved, failed } = this.begin(changes);
    try {
      await this.#storage.write(writes);
    } catch (error) {
      failed();
      throw error;
    }
    saved();
  }

  /** What writes rows. Until it is `saved` or has `failed` no chunk touches them. */
  begin(changes: readonly RowChange<Row>[]): RowWriting {
    const writes: KeyValueWrite[] = [];
    for (const change of changes) this.#addWrites(change, writes);
    return this.#writing(writes, this.#hold(changes));
  }

  /** As {@link begin}, in slices of the thread: for many rows. */
  async beginInSlices(changes: readonly RowChange<Row>[], slices: Slices): Promise<RowWriting> {
    const writes: KeyValueWrite[] = [];
    const release = this.#hold(changes);
    try {
      for (const change of changes) {
        this.#addWrites(change, writes);
        const pause = slices.next();
        if (pause !== undefined) await pause;
      }
    } catch (error) {
      release();
      throw error;
    }
    return this.#writing(writes, release);
  }

  /** Deletes every row, with what was kept aside of them, and ends the migration: nothing is left to be moved. */
  async deleteAll(): Promise<void> {
    await this.#migration.stop();
    await deleteRows(this.#storage, this.#format.keys);
    this.#migration.finish();
    this.#versions = [this.#format.version];
    this.#damaged.clear();
    this.#found.clear();
    this.#tell();
  }

  close(): Promise<void> {
    return this.#migration.stop();
  }

  #addWrites({ id, row }: RowChange<Row>, writes: KeyValueWrite[]): void {
    const { keys, version } = this.#format;
    for (const each of this.#versions) {
      const key = keys.row(each, id);
      const damaged = this.#damaged.get(key);
      if (damaged !== undefined) writes.push({ key: keys.aside(key), value: damaged });
      const value = each === version && row !== undefined ? this.#format.stored(id, row) : undefined;
      writes.push({ key, value });
    }
  }

  /** From now on no chunk touches these rows, until they are released; nor does the one under way after that. */
  #hold(changes: readonly RowChange<Row>[]): () => void {
    for (const { id } of changes) this.#inFlight.add(id);
    return () => {
      for (const { id } of changes) {
        this.#inFlight.delete(id);
        this.#touched?.add(id);
      }
    };
  }

  #writing(writes: readonly KeyValueWrite[], release: () => void): RowWriting {
    const saved = () => {
      if (this.#damaged.size > 0) for (const { key } of writes) this.#damaged.delete(key);
      release();
    };
    return { writes, saved, failed: release };
  }

  /** Rows after an id with all copies of each, in order. `lastId` says where the next page goes on, if there is one. */
  async #page(
    afterId: string | undefined,
    maxRows: number,
  ): Promise<{ readonly copies: ReadonlyMap<string, readonly Copy[]>; readonly lastId: string | undefined }> {
    const { keys } = this.#format;
    const versions = this.#versions;
    const found = await Promise.all(
      versions.map((version) => this.#storage.range(...keys.rowsOf(version, afterId), maxRows)),
    );
    // Beyond the end of a page that is full there may be more of its version.
    const ends = found.flatMap((page) => {
      const last = page.length < maxRows ? undefined : page.at(-1);
      return last === undefined ? [] : [keys.idOf(last[0])];
    });
    const lastId = ends.length === 0 ? undefined : ends.reduce((a, b) => (a < b ? a : b));
    const copies = new Map<string, Copy[]>();
    found.forEach((page, at) => {
      for (const [key, value] of page) {
        const id = keys.idOf(key);
        if (lastId !== undefined && id > lastId) break;
        const copy = { version: versions[at] ?? 0, value };
        const others = copies.get(id);
        if (others === undefined) copies.set(id, [copy]);
        else others.push(copy);
      }
    });
    const ordered =
      versions.length === 1 ? copies : new Map([...copies].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { copies: ordered, lastId };
  }

  /** The first sound copy, as a row. */
  #first(id: string, copies: readonly Copy[]): { readonly row: Row } | undefined {
    for (const { version, value } of copies) {
      if (value === undefined) continue;
      const read = this.#format.read(id, version, value);
      if (read !== undefined) return { row: this.#parsed(id, read.row) };
      this.#noteDamaged(this.#format.keys.row(version, id), value);
    }
    return undefined;
  }

  #parsed(id: string, stored: unknown): Row {
    try {
      return this.#parse(stored, id);
    } catch (cause) {
      throw this.#format.refused(id, cause);
    }
  }

  #noteDamaged(key: string, value: string): void {
    if (this.#damaged.has(key)) return;
    this.#damaged.set(key, value);
    this.#found.add(key);
    this.#status = undefined;
    this.#hasNews = true;
  }

  /** What a chunk has moved aside is not in its place any more. */
  #noteMovedAside(keys: readonly string[]): void {
    for (const key of keys) {
      this.#damaged.delete(key);
      this.#found.add(key);
    }
    this.#status = undefined;
  }

  #tell(): void {
    this.#status = undefined;
    this.#hasNews = false;
    if (this.#listeners.size > 0) this.#listeners.tell(this.status);
  }
}

/** Rows on their way to the storage. */
export interface RowWriting {
  readonly writes: readonly KeyValueWrite[];
  /** Called once, when they are durable. */
  saved(): void;
  /** Called instead when nothing came of it. */
  failed(): void;
}

/** A row as it lies under one version. */
interface Copy {
  readonly version: number;
  readonly value: string | undefined;
}
