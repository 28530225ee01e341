/** How long a property test runs, in the words of fast-check. */
export interface CaseParameters {
  readonly numRuns: number;
  readonly seed?: number;
}

/** How many cases a property runs: the count for CI, unless a campaign asks for another; and the seed to replay. */
export function cases(forCi: number): CaseParameters {
  const seed = process.env.STATEHOUSE_SEED;
  const numRuns = Number(process.env.STATEHOUSE_CASES ?? forCi);
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}
