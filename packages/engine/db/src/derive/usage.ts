/** How a selector was used since it was made, and what it keeps. */
export interface DeriveStats {
  /** How often an answer could be given as it was, to callers and to other selectors. */
  readonly hits: number;
  /** How often there was none yet for the arguments. */
  readonly misses: number;
  /** How often there was one, and something that it had read was another. */
  readonly recomputations: number;
  /** How many of the computations threw. */
  readonly errors: number;
  /** How many arguments were put out because there were more than the limit. */
  readonly evictions: number;
  /** Arguments that answers are kept for. */
  readonly entries: number;
  /** Answers of earlier snapshots. */
  readonly pastEntries: number;
  /** What all of it takes, about, beside the objects of the snapshots. O(what is kept). */
  readonly bytes: number;
  /** Time spent computing, other selectors that were asked for it included; 0 without a clock. */
  readonly computingMs: number;
}

/** What `compress` did. */
export interface Compressed {
  /** Answers that were packed: they still hold until one of their tables changes. */
  readonly packed: number;
  readonly dropped: number;
  readonly freedBytes: number;
}

/** What `prefetch` did. */
export interface Prefetched {
  /** Answers that were not there before. */
  readonly computed: number;
  /** What they take, about: no more than the budget. */
  readonly bytes: number;
  /** Whether the budget and the cache had room for all of them. */
  readonly isWhole: boolean;
}

/** Counters of a cache. */
export class Usage {
  hits = 0;
  misses = 0;
  recomputations = 0;
  errors = 0;
  evictions = 0;
  computingMs = 0;
}
