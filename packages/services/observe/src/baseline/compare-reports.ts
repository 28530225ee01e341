import type { Report, SeriesReport } from '../report/report.ts';
import type { Subject } from '../series/series.ts';

export type ComparedQuantile = 'p50' | 'p90' | 'p99' | 'p999';

export interface ComparisonOptions {
  /** Which quantile is compared; the median, which is the steadiest, unless told. */
  readonly quantile?: ComparedQuantile;
  /** By what share a series may differ without anything being said; 0.25 unless told. */
  readonly noise?: number;
  /** And by how many milliseconds, so that what takes next to nothing is left in peace; 0.05 unless told. */
  readonly noiseMs?: number;
  /** With fewer measurements than this on either side nothing is said; 30 unless told. */
  readonly minCount?: number;
}

/** One series that is outside of the noise. */
export interface Shift extends Subject {
  readonly baselineMs: number;
  readonly presentMs: number;
}

export interface Comparison {
  /** The one that lost most, as a share, first. */
  readonly slower: readonly Shift[];
  /** The one that gained most, as a share, first. */
  readonly faster: readonly Shift[];
  /** What one of the two has too little of to be compared, and what only one of them knows. */
  readonly notCompared: readonly Subject[];
}

/** Says series by series what got slower or faster since a baseline, which may have been stored as JSON. O(n log n). */
export function compareReports(
  baseline: Pick<Report, 'series'>,
  present: Pick<Report, 'series'>,
  { quantile = 'p50', noise = 0.25, noiseMs = 0.05, minCount = 30 }: ComparisonOptions = {},
): Comparison {
  const before = new Map(baseline.series.map((series) => [keyOf(series), series]));
  const after = new Map(present.series.map((series) => [keyOf(series), series]));
  const slower: Shift[] = [];
  const faster: Shift[] = [];
  const notCompared: Subject[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)];
    if (!isEnough(old, minCount) || !isEnough(now, minCount)) {
      const known = old ?? now;
      if (known !== undefined) notCompared.push(subjectOf(known));
      continue;
    }
    const [baselineMs, presentMs] = [old.latencyMs[quantile], now.latencyMs[quantile]];
    const shift = { ...subjectOf(now), baselineMs, presentMs };
    if (Math.abs(presentMs - baselineMs) <= noiseMs) continue;
    if (presentMs > baselineMs * (1 + noise)) slower.push(shift);
    else if (baselineMs > presentMs * (1 + noise)) faster.push(shift);
  }
  slower.sort((one, other) => growthOf(other) - growthOf(one));
  faster.sort((one, other) => growthOf(one) - growthOf(other));
  return { slower, faster, notCompared };
}

function isEnough(series: SeriesReport | undefined, minCount: number): series is SeriesReport {
  return series !== undefined && series.latencyMs.count >= minCount;
}

function subjectOf({ kind, store, name }: Subject): Subject {
  return { kind, store, name };
}

function keyOf({ kind, store, name }: Subject): string {
  return JSON.stringify([kind, store, name]);
}

function growthOf({ baselineMs, presentMs }: Shift): number {
  return baselineMs === 0 ? Number.POSITIVE_INFINITY : presentMs / baselineMs;
}
