import { systemStopwatch, systemTimers } from '@statehouse/kernel';
import type { KeyValueWrite } from '@statehouse/storage';
import type { Accompaniment } from '../companion.ts';
import { persistError } from '../errors.ts';
import type { KeepOptions } from '../keep-options.ts';
import { valueAt, withValue } from '../patch/selection.ts';
import { deleteRows, dropRows } from '../rows/delete-rows.ts';
import { OpenRows, type RowsStatus, type RowWriting } from '../rows/kept-rows.ts';
import { RowKeys } from '../rows/row-keys.ts';
import { Slices } from '../rows/slices.ts';
import type { TableForm } from './table-form.ts';
import type { KeepableStore, TablesBeside } from './table-keeping.ts';
import { tableName, tableRowsOptions } from './table-rows.ts';
import { dropUnfinished, inPieces, unfinishedMark, writeUnfinished } from './unfinished.ts';

/** One table of a store. */
interface KeptTable {
  readonly path: string;
  readonly keys: readonly string[];
  readonly form: TableForm;
  rows: OpenRows<unknown> | undefined;
  /** What is durable of it; undefined when nothing is. */
  saved: unknown;
  /** Whether rows lie there that do not count. */
  isUnfinished: boolean;
}

/**
 * The tables of a store, kept row by row beside the rest of its state.
 *
 * Invariant: `saved` is what the storage would give back of a table; rows are written in one moment with the rest of
 * the state that they belong to.
 */
export class KeptTables implements TablesBeside {
  /** The store as the rest of it is kept: in the place of each table stands a number, another for each version of it. */
  readonly rest: KeepableStore;
  readonly #store: KeepableStore;
  readonly #options: KeepOptions;
  readonly #tables: readonly KeptTable[];
  readonly #maxWriteRows: number;
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;
  #isRestored = false;
  #listener: (rows: Readonly<Record<string, RowsStatus>>) => void = () => {};

  /** @throws StatehouseError `persist/not-restorable` */
  constructor(
    store: KeepableStore,
    forms: Readonly<Record<string, TableForm>>,
    options: KeepOptions,
    maxWriteRows: number,
  ) {
    if (store.restore === undefined) throw persistError('not-restorable');
    this.#store = store;
    this.#options = options;
    this.#maxWriteRows = maxWriteRows;
    this.#tables = Object.entries(forms).map(([path, form]) => ({
      path,
      keys: path.split('.'),
      form,
      rows: undefined,
      saved: undefined,
      isUnfinished: false,
    }));
    this.rest = {
      getState: () => this.#numbered(store.getState()),
      subscribe: (listener) => store.subscribe(listener),
      restore: (rest) => this.#restore(rest),
    };
  }

  /** How the rest is kept: its tables are selected with it, so that a change of theirs is one of its own. */
  get restOptions(): KeepOptions {
    const { select } = this.#options;
    if (select === undefined) return this.#options;
    return { ...this.#options, select: [...select, ...this.#tables.map(({ path }) => path)] };
  }

  /** Reads all rows in slices of the thread, those of other versions as what they become. */
  async before(): Promise<void> {
    const slices = this.#slices();
    for (const table of this.#tables) {
      await dropUnfinished(this.#options.storage, this.#keysOf(table));
      const rows = await OpenRows.open(tableRowsOptions(this.#options, table.path, table.form));
      const builder = table.form.begin();
      let isEmpty = true;
      for await (const page of rows.pages()) {
        builder.add(page);
        isEmpty &&= page.length === 0;
        await slices.next();
      }
      rows.subscribe(() => this.#listener(this.#statuses()));
      table.rows = rows;
      table.saved = isEmpty ? undefined : builder.table();
    }
  }

  after(isTooOld: boolean): void {
    const hasRows = this.#tables.some(({ saved }) => saved !== undefined);
    // The rest is gone, but not they.
    if (hasRows && !this.#isRestored && !isTooOld) this.#restore(this.rest.getState());
    for (const { rows } of this.#tables) rows?.start();
    this.#listener(this.#statuses());
  }

  watch(listener: (rows: Readonly<Record<string, RowsStatus>>) => void): void {
    this.#listener = listener;
  }

  async take(): Promise<Accompaniment | undefined> {
    const state = this.#store.getState();
    const slices = this.#slices();
    const writings: (RowWriting & { readonly table: KeptTable; readonly value: unknown })[] = [];
    const failed = () => {
      for (const writing of writings) writing.failed();
    };
    try {
      for (const table of this.#tables) {
        const value = valueAt(state, table.keys)?.value;
        const writing = await this.#begin(table, value, slices);
        if (writing !== undefined) writings.push({ ...writing, table, value });
      }
    } catch (error) {
      failed();
      throw error;
    }
    if (writings.length === 0) return undefined;
    const saved = () => {
      for (const writing of writings) {
        writing.table.saved = writing.value;
        writing.saved();
      }
    };
    return { writes: writings.flatMap(({ writes }) => writes), saved, failed };
  }

  purging(): readonly KeyValueWrite[] {
    return this.#tables.map((table) => unfinishedMark(this.#keysOf(table)));
  }

  async purge(): Promise<void> {
    for (const table of this.#tables) {
      table.saved = undefined;
      table.isUnfinished = true;
    }
    for (const table of this.#tables) {
      // What could not be opened is to be deleted too.
      await (table.rows?.deleteAll() ?? deleteRows(this.#options.storage, this.#keysOf(table)));
      table.isUnfinished = false;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#tables.map(({ rows }) => rows?.close()));
  }

  async #begin(table: KeptTable, value: unknown, slices: Slices): Promise<RowWriting | undefined> {
    const { rows, saved, form } = table;
    if (rows === undefined) return undefined;
    const place = { storage: this.#options.storage, keys: this.#keysOf(table) };
    // What a write has left that failed.
    if (table.isUnfinished) await dropRows(place.storage, place.keys);
    table.isUnfinished = false;
    const pieces = inPieces(form.changesBetween(saved, value), this.#maxWriteRows, slices);
    const { value: first } = await pieces.next();
    if (first === undefined) return undefined;
    const isWhole = saved === undefined && rows.status.damagedKeys.length === 0;
    if (!isWhole || first.length < this.#maxWriteRows) {
      const changes = [...first];
      for await (const piece of pieces) for (const change of piece) changes.push(change);
      return rows.beginInSlices(changes, slices);
    }
    table.isUnfinished = true;
    const writes = await writeUnfinished(place, rows, first, pieces);
    const done = () => {
      table.isUnfinished = false;
    };
    return { writes, saved: done, failed() {} };
  }

  #slices(): Slices {
    const { timers = systemTimers, stopwatch = systemStopwatch } = this.#options;
    return new Slices({ sliceMs: 8, timers, stopwatch });
  }

  #keysOf({ path }: KeptTable): RowKeys {
    return new RowKeys(tableName(this.#options.key, path));
  }

  #restore(rest: unknown): void {
    this.#isRestored = true;
    const whole = this.#tables.reduce((state, { keys, saved, form }) => {
      const found = valueAt(state, keys)?.value;
      // What another library left has its rows in it.
      const isWhole = typeof found === 'object' && found !== null;
      return isWhole ? state : withValue(state, keys, saved ?? form.begin().table());
    }, rest);
    this.#store.restore?.(whole);
  }

  #numbered(state: unknown): unknown {
    return this.#tables.reduce((now, { keys }) => {
      const table = valueAt(now, keys)?.value;
      return typeof table === 'object' && table !== null ? withValue(now, keys, this.#numberOf(table)) : now;
    }, state);
  }

  #numberOf(table: object): number {
    const known = this.#numbers.get(table);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    this.#numbers.set(table, this.#lastNumber);
    return this.#lastNumber;
  }

  #statuses(): Readonly<Record<string, RowsStatus>> {
    return Object.fromEntries(
      this.#tables.flatMap(({ path, rows }) => (rows === undefined ? [] : [[path, rows.status] as const])),
    );
  }
}
