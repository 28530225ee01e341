import type { IndexChange, IndexKey, IndexRange, KeyPart } from './ordered-index.ts';

/** One (key, entry) of an index, and the id of the entry. */
export interface NaiveRow {
  readonly key: IndexKey;
  readonly entry: number;
  readonly id: string;
}

/** The order of kinds, written down a second time on purpose: null, false, true, numbers, strings. */
function kindOf(part: KeyPart): number {
  if (part === null) return 0;
  if (typeof part === 'boolean') return part ? 2 : 1;
  return typeof part === 'number' ? 3 : 4;
}

function compareNaively(a: KeyPart | undefined, b: KeyPart | undefined): number {
  if (a === undefined || b === undefined) throw new RangeError('keys of different lengths');
  if (kindOf(a) !== kindOf(b)) return kindOf(a) - kindOf(b);
  if (typeof a === 'string' && typeof b === 'string') {
    const differs = [...a.split('').keys()].find((index) => a.charCodeAt(index) !== b.charCodeAt(index));
    return differs === undefined || differs >= b.length
      ? a.length - b.length
      : a.charCodeAt(differs) - b.charCodeAt(differs);
  }
  return Number(a) - Number(b);
}

/** A sorted array of rows: all that an ordered index does, done the long way. */
export class NaiveIndex {
  readonly descending: readonly boolean[];
  readonly rows: readonly NaiveRow[];

  constructor(descending: readonly boolean[], rows: readonly NaiveRow[] = []) {
    this.descending = descending;
    this.rows = rows;
  }

  /** Compares as many parts as the second key has. */
  compare(a: IndexKey, b: IndexKey): number {
    for (const [part, value] of b.entries()) {
      const order = compareNaively(a[part], value);
      if (order !== 0) return this.descending[part] === true ? -order : order;
    }
    return 0;
  }

  has(row: NaiveRow): boolean {
    return this.rows.some((one) => one.entry === row.entry && this.compare(one.key, row.key) === 0);
  }

  with(row: NaiveRow): NaiveIndex {
    if (this.has(row)) return this;
    const rows = [...this.rows, row].sort((a, b) => this.compare(a.key, b.key) || (a.id < b.id ? -1 : 1));
    return new NaiveIndex(this.descending, rows);
  }

  without(row: NaiveRow): NaiveIndex {
    const rows = this.rows.filter((one) => one.entry !== row.entry || this.compare(one.key, row.key) !== 0);
    return new NaiveIndex(this.descending, rows);
  }

  range({ from, to, isFromExclusive, isToExclusive, reverse, offset = 0 }: IndexRange): number[] {
    const rows = this.rows.filter(({ key }) => {
      const toFrom = from === undefined ? 1 : this.compare(key, from);
      const toTo = to === undefined ? -1 : this.compare(key, to);
      return (
        (isFromExclusive === true ? toFrom > 0 : toFrom >= 0) &&
        (isToExclusive === true ? toTo < 0 : toTo <= 0)
      );
    });
    const entries = rows.map(({ entry }) => entry);
    return (reverse === true ? entries.reverse() : entries).slice(offset);
  }

  rank(row: NaiveRow): number {
    return this.rows.filter((one) => {
      const order = this.compare(one.key, row.key);
      return order < 0 || (order === 0 && one.id < row.id);
    }).length;
  }

  firstParts(): KeyPart[] {
    return [...new Set(this.rows.map(({ key }) => key[0] ?? null))];
  }

  changesTo(after: NaiveIndex): IndexChange[] {
    const removed = this.rows.filter((row) => !after.has(row));
    const added = after.rows.filter((row) => !this.has(row));
    return [
      ...removed.map(({ entry }): IndexChange => ({ entry, kind: 'removed' })),
      ...added.map(({ entry }): IndexChange => ({ entry, kind: 'added' })),
    ];
  }
}
