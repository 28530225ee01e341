import type { Row } from '@statehouse/ot';

/** A row that is worked out when somebody looks; the lone edit of a keystroke never is. */
export class PendingRow {
  readonly #make: () => Row;
  #made: Row | undefined;

  constructor(make: () => Row) {
    this.#make = make;
  }

  get row(): Row {
    this.#made ??= this.#make();
    return this.#made;
  }
}
