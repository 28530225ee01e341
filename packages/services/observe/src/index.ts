export type { AlertEvent } from './alerts/evaluate.ts';
export type { AlertRule, BurnRateRule, Counted, Level, RateRule, ThresholdRule } from './alerts/rule.ts';
export {
  type ComparedQuantile,
  type Comparison,
  type ComparisonOptions,
  compareReports,
  type Shift,
} from './baseline/compare-reports.ts';
export { type Growth, growthOf, type Measure } from './growth/growth.ts';
export { Histogram, type LatencyCounts, type LatencySummary, RELATIVE_ERROR } from './histogram/histogram.ts';
export { observe } from './observe.ts';
export { type Cost, type CostliestOptions, costliest } from './report/costliest.ts';
export type { Report, SeriesReport, WindowReport } from './report/report.ts';
export type { SeriesKind, Subject, WatchedSeries } from './series/series.ts';
export type { SlowWarning } from './slow/slow-changes.ts';
export type { ObserveOptions, Watch } from './watch.ts';
export type { SizeSample, StoreSize } from './windows/window-ring.ts';
