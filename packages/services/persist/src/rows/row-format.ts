import { isStatehouseError, type StatehouseError } from '@statehouse/kernel';
import { type Codec, type StateCodec, stateCodec } from '../codec/codec.ts';
import { persistError } from '../errors.ts';
import { sealed, unsealed } from '../format/checksum.ts';
import { type MigrationStep, migrationBetween } from '../migrations/migrate.ts';
import { RowKeys } from './row-keys.ts';

/** What rows are, where they are kept, and which version of them is wanted. */
export interface RowFormatOptions {
  /** Under which name they are kept. */
  readonly key: string;
  /** The version of a row's shape; 1 unless told. */
  readonly version?: number;
  /** Steps between neighbouring versions of one row. */
  readonly migrations?: readonly MigrationStep[];
  readonly codecs?: readonly Codec[];
}

/** How rows are written down, and how those of other versions are read. Its checksum binds a row to version and id. */
export class RowFormat {
  readonly keys: RowKeys;
  readonly version: number;
  readonly #steps: readonly MigrationStep[];
  readonly #codec: StateCodec;
  readonly #ways = new Map<number, (row: unknown) => unknown>();

  constructor({ key, version = 1, migrations = [], codecs }: RowFormatOptions) {
    this.keys = new RowKeys(key);
    this.version = version;
    this.#steps = migrations;
    this.#codec = stateCodec(codecs);
  }

  /** A row of the wanted version as it is stored. */
  stored(id: string, row: unknown): string {
    return sealed(JSON.stringify(this.#codec.encode(row)), boundTo(this.version, id));
  }

  isSound(id: string, version: number, value: string | undefined): boolean {
    return unsealed(value, boundTo(version, id)) !== undefined;
  }

  /**
   * A stored row in the wanted version; undefined when it does not fit its checksum.
   *
   * @throws StatehouseError `persist/row-not-migrated`, `persist/unknown-tag`
   */
  read(id: string, version: number, value: string | undefined): { readonly row: unknown } | undefined {
    const text = unsealed(value, boundTo(version, id));
    if (text === undefined) return undefined;
    const row = this.#codec.decode(JSON.parse(text));
    if (version === this.version) return { row };
    return { row: this.#onTheWay(id, version, () => this.wayFrom(version)(row)) };
  }

  /**
   * A row of another version as it is stored in the wanted one; undefined when it does not fit its checksum.
   *
   * @throws StatehouseError `persist/row-not-migrated`
   */
  moved(id: string, version: number, value: string): string | undefined {
    return this.#onTheWay(id, version, () => {
      const read = this.read(id, version, value);
      return read && this.stored(id, read.row);
    });
  }

  /** What is said of a row that is read, and is not what was asked for. */
  refused(id: string, cause: unknown): StatehouseError {
    return persistError('row-refused', { id, key: this.keys.name }, { cause });
  }

  #onTheWay<Result>(id: string, version: number, run: () => Result): Result {
    try {
      return run();
    } catch (cause) {
      if (isStatehouseError(cause, 'persist/row-not-migrated')) throw cause;
      const details = { id, key: this.keys.name, from: version, to: this.version };
      throw persistError('row-not-migrated', details, { cause });
    }
  }

  /** @throws StatehouseError `persist/no-step`, `persist/newer-version` */
  wayFrom(version: number): (row: unknown) => unknown {
    const known = this.#ways.get(version);
    if (known !== undefined) return known;
    const way = migrationBetween(version, this.version, this.#steps, this.keys.name);
    this.#ways.set(version, way);
    return way;
  }
}

function boundTo(version: number, id: string): string {
  return `${version}/${id}`;
}
