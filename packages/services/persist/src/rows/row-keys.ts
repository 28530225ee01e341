import { endOf, padded } from '../format/keys.ts';

/** The keys of rows that are kept under one name: by version, then by id. */
export class RowKeys {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  row(version: number, id: string): string {
    return `${this.#version(version)}/${id}`;
  }

  /** All rows of a version, or those that come after an id. */
  rowsOf(version: number, afterId?: string): readonly [from: string, to: string] {
    const from = afterId === undefined ? this.row(version, '') : `${this.row(version, afterId)}\0`;
    return [from, endOf(this.#version(version))];
  }

  /** All rows of all versions. */
  get all(): readonly [from: string, to: string] {
    return [`${this.name}/rows/0`, `${this.name}/rows/:`];
  }

  /** The id of a row whose version is known. */
  idOf(key: string): string {
    return key.slice(this.row(0, '').length);
  }

  /** Undefined when a key is none of a row. */
  versionOf(key: string): number | undefined {
    const [digits = '', ...rest] = key.slice(`${this.name}/rows/`.length).split('/');
    return rest.length > 0 && /^\d{10}$/.test(digits) ? Number(digits) : undefined;
  }

  /** Where what was found damaged is kept. */
  aside(key: string): string {
    return `${this.name}/aside${key.slice(this.name.length)}`;
  }

  /** Is there as long as rows that are written one after the other do not count yet. */
  get unfinished(): string {
    return `${this.name}/unfinished`;
  }

  /** All that was found damaged. */
  get allAside(): readonly [from: string, to: string] {
    return [`${this.name}/aside/`, endOf(`${this.name}/aside`)];
  }

  #version(version: number): string {
    return `${this.name}/rows/${padded(version)}`;
  }
}
