import type { Parameters } from 'fast-check';

/** How many cases a property runs: the count for CI, unless a campaign asks for another; and the seed to replay. */
export function cases(forCi: number): Pick<Parameters, 'numRuns' | 'seed'> {
  const seed = process.env.STATEHOUSE_SEED;
  const numRuns = Number(process.env.STATEHOUSE_CASES ?? forCi);
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}
