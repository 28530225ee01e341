import { Histogram, type LatencyCounts } from '../histogram/histogram.ts';

/** What was measured: an entry of the journal, or something that the program measures itself. */
export type SeriesKind =
  | 'change'
  | 'batch'
  | 'effect'
  | 'listener'
  | 'selector'
  | 'measure'
  | 'interaction'
  | 'other';

/** What a series is about. `store` is empty for what belongs to no single one. */
export interface Subject {
  readonly kind: SeriesKind;
  readonly store: string;
  readonly name: string;
}

/** How one measured thing ended. */
export type Ending = 'applied' | 'failed' | 'refused';

/** A series as those who export it see it. */
export interface WatchedSeries {
  readonly subject: Subject;
  readonly latency: LatencyCounts;
  readonly count: number;
  readonly failures: number;
  readonly refusals: number;
}

/** All that was measured of one subject. */
export interface Series extends WatchedSeries {
  readonly subject: Subject;
  /** 0, 1, 2… in the order in which they were first seen. */
  readonly number: number;
  /** Of what went through: the journal does not say how long it took to fail. */
  readonly latency: Histogram;
  count: number;
  failures: number;
  refusals: number;
}

const NO_STORE = '';

/**
 * The series by subject, at most `maxSeries` of them and one more: whatever is first seen when there are that many is
 * counted in the series `other`, so that names with ids in them cannot fill the memory.
 */
export class SeriesTable {
  readonly #maxSeries: number;
  readonly #all: Series[] = [];
  readonly #byKind = new Map<SeriesKind, Map<string, Map<string, Series>>>();
  #other: Series | undefined;

  constructor(maxSeries: number) {
    this.#maxSeries = maxSeries;
  }

  get all(): readonly Series[] {
    return this.#all;
  }

  at(kind: SeriesKind, store: string, name: string): Series {
    return this.#byKind.get(kind)?.get(store)?.get(name) ?? this.#first(kind, store, name);
  }

  #first(kind: SeriesKind, store: string, name: string): Series {
    if (this.#all.length >= this.#maxSeries) {
      this.#other ??= this.#add({ kind: 'other', store: NO_STORE, name: 'other' });
      return this.#other;
    }
    const series = this.#add({ kind, store, name });
    const byStore = this.#byKind.get(kind) ?? new Map<string, Map<string, Series>>();
    const byName = byStore.get(store) ?? new Map<string, Series>();
    this.#byKind.set(kind, byStore.set(store, byName.set(name, series)));
    return series;
  }

  #add(subject: Subject): Series {
    const number = this.#all.length;
    const series: Series = { subject, number, latency: new Histogram(), count: 0, failures: 0, refusals: 0 };
    this.#all.push(series);
    return series;
  }
}
