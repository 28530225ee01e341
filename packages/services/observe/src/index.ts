export type { AlertEvent } from './alerts/evaluate.ts';
export type { AlertRule, BurnRateRule, Counted, Level, RateRule, ThresholdRule } from './alerts/rule.ts';
export {
  type ComparedQuantile,
  type Comparison,
  type ComparisonOptions,
  compareReports,
  type Shift,
} from './baseline/compare-reports.ts';
export { Histogram, type LatencyCounts, type LatencySummary, RELATIVE_ERROR } from './histogram/histogram.ts';
export { joinMetrics } from './live/join-metrics.ts';
export {
  createLiveMetrics,
  type LiveMetrics,
  type LiveMetricsOptions,
  type MetricsReader,
  type MetricsSnapshot,
} from './live/live-metrics.ts';
export { observe } from './observe.ts';
export type { Report, SeriesReport, WindowReport } from './report/report.ts';
export type { SeriesKind, Subject, WatchedSeries } from './series/series.ts';
export type { SlowWarning } from './slow/slow-changes.ts';
export type { ObserveOptions, Watch } from './watch.ts';
export type { SizeSample, StoreSize } from './windows/window-ring.ts';
