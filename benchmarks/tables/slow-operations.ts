/** What one pass over the same operations has met. */
export interface SlowOperations {
  /** Milliseconds of those that were slow, by their number. */
  readonly msByOperation: ReadonlyMap<number, number>;
  /** The longest of all others. */
  readonly otherwiseMs: number;
}

/** The longest operation, where each has taken what it took in its best pass. */
export function longestInAll(passes: readonly SlowOperations[]): number {
  const [first, ...rest] = passes;
  if (first === undefined) return Number.NaN;
  // Where nothing is slow in every pass, the calmest pass says how long things take.
  let longestMs = Math.min(...passes.map(({ otherwiseMs }) => otherwiseMs));
  for (const [operation, ms] of first.msByOperation) {
    const others = rest.map(({ msByOperation, otherwiseMs }) => msByOperation.get(operation) ?? otherwiseMs);
    longestMs = Math.max(longestMs, Math.min(ms, ...others));
  }
  return longestMs;
}
