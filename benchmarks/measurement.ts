/** The units in which a metric is given; the same for all implementations of a case. */
export type Unit = 'ns' | 'us' | 'ms' | 's' | 'bytes' | 'per-second';

/** One figure: the median over several repeats. With `--json` it is one line. */
export interface Measurement {
  readonly bench: string;
  readonly case: string;
  readonly impl: string;
  readonly metric: string;
  /** How many operations, or the offered rate. */
  readonly n: number;
  readonly median: number;
  readonly unit: Unit;
  readonly repeats: number;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Four significant digits are more than the noise allows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
