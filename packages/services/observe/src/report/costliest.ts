import type { SeriesKind } from '../series/series.ts';
import type { Report, SeriesReport } from './report.ts';

/** A series, and its part of what all of them took. */
export interface Cost {
  readonly series: SeriesReport;
  /** Milliseconds since the beginning. */
  readonly totalMs: number;
  /** 0 to 1, of all series of the kinds that were asked for. */
  readonly share: number;
}

export interface CostliestOptions {
  /** Listeners and selectors unless told: what is paid for each change without being it. */
  readonly kinds?: readonly SeriesKind[];
  /** 10 unless told. */
  readonly most?: number;
}

/** Where the time goes: the series that took most of it altogether, the most expensive first. */
export function costliest(
  { series }: Pick<Report, 'series'>,
  { kinds = ['listener', 'selector'], most = 10 }: CostliestOptions = {},
): readonly Cost[] {
  const asked = series.filter(({ kind }) => kinds.includes(kind));
  const allMs = asked.reduce((sum, { latencyMs }) => sum + latencyMs.sum, 0);
  return asked
    .map((each) => {
      const totalMs = each.latencyMs.sum;
      return { series: each, totalMs, share: allMs === 0 ? 0 : totalMs / allMs };
    })
    .sort((one, other) => other.totalMs - one.totalMs)
    .slice(0, most);
}
