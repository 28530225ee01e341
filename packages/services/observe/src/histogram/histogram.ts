/** Values below are counted as if they were this: 2^-14, in milliseconds 61 ns. */
const LOWEST = 2 ** -14;
/** Values from here on are counted as the last below it: 2^22, in milliseconds over an hour. */
const HIGHEST = 2 ** 22;
const BUCKET_BITS = 5;
const BUCKETS_PER_OCTAVE = 1 << BUCKET_BITS;
/** By how much a quantile can be off between the two bounds, as a share of the true one. */
export const RELATIVE_ERROR = 1 / (2 * BUCKETS_PER_OCTAVE);

// The upper half of a double is sign, exponent and 20 bits of the mantissa: cut after the fifth, it numbers
// log-linear buckets, without a logarithm.
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const UPPER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const CUT = 20 - BUCKET_BITS;
const FIRST = numberOf(LOWEST);
const OCTAVES = Math.log2(HIGHEST / LOWEST);

/** The quantiles of a histogram, and what it knows exactly. */
export interface LatencySummary {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
}

/** A histogram that is only read. */
export type LatencyCounts = Pick<Histogram, 'count' | 'sum' | 'max' | 'quantile' | 'countUpTo' | 'summary'>;

/**
 * Counts of positive values in 32 buckets for each power of two, as HDR histograms have them: a quantile is off by at
 * most 1/64 of itself between 2^-14 and 2^22, whatever the distribution. Octaves that nothing fell into take no memory; the
 * others 256 bytes each. Recording is O(1), and merging two gives what recording all values in one would have.
 */
export class Histogram {
  readonly #octaves: (Float64Array | undefined)[] = new Array(OCTAVES).fill(undefined);
  #count = 0;
  #sum = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  get max(): number {
    return this.#max;
  }

  /** Counts a value; negative ones and NaN as 0. */
  record(given: number): void {
    const value = given > 0 ? given : 0;
    this.#count += 1;
    this.#sum += value;
    if (value > this.#max) this.#max = value;
    const bucket = bucketOf(value);
    const counts = this.#octave(bucket >>> BUCKET_BITS);
    const at = bucket & (BUCKETS_PER_OCTAVE - 1);
    counts[at] = (counts[at] ?? 0) + 1;
  }

  /** Adds what another one counted to this one. */
  merge(other: Histogram): void {
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#max = Math.max(this.#max, other.#max);
    other.#octaves.forEach((counts, octave) => {
      if (counts === undefined) return;
      const own = this.#octave(octave);
      counts.forEach((count, at) => {
        own[at] = (own[at] ?? 0) + count;
      });
    });
  }

  /** The value that the given share (0 to 1) of all values does not exceed; 0 where nothing was recorded. */
  quantile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (const { middle, count } of this.#buckets()) {
      seen += count;
      if (seen >= rank) return Math.min(middle, this.#max);
    }
    return 0;
  }

  /** How many values did not exceed a bound, to the bucket: those of the bound's own bucket are in. */
  countUpTo(bound: number): number {
    const last = bucketOf(bound);
    let seen = 0;
    for (const { bucket, count } of this.#buckets()) {
      if (bucket > last) break;
      seen += count;
    }
    return seen;
  }

  summary(): LatencySummary {
    return {
      count: this.#count,
      sum: this.#sum,
      max: this.#max,
      p50: this.quantile(0.5),
      p90: this.quantile(0.9),
      p99: this.quantile(0.99),
      p999: this.quantile(0.999),
    };
  }

  *#buckets(): Generator<{ bucket: number; middle: number; count: number }> {
    for (const [octave, counts] of this.#octaves.entries()) {
      if (counts === undefined) continue;
      const base = LOWEST * 2 ** octave;
      for (const [at, count] of counts.entries()) {
        if (count === 0) continue;
        const middle = base * (1 + (at + 0.5) / BUCKETS_PER_OCTAVE);
        yield { bucket: octave * BUCKETS_PER_OCTAVE + at, middle, count };
      }
    }
  }

  #octave(octave: number): Float64Array {
    const known = this.#octaves[octave];
    if (known !== undefined) return known;
    const counts = new Float64Array(BUCKETS_PER_OCTAVE);
    this.#octaves[octave] = counts;
    return counts;
  }
}

function bucketOf(value: number): number {
  if (value < LOWEST) return 0;
  if (value >= HIGHEST) return OCTAVES * BUCKETS_PER_OCTAVE - 1;
  return numberOf(value) - FIRST;
}

function numberOf(value: number): number {
  double[0] = value;
  return (halves[UPPER] ?? 0) >>> CUT;
}
