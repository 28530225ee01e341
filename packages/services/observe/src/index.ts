export type { AlertEvent } from './alerts/evaluate.ts';
export type { AlertRule, BurnRateRule, Counted, Level, RateRule, ThresholdRule } from './alerts/rule.ts';
export {
  type Analytics,
  type AnalyticsOptions,
  type AnalyticsTransport,
  type Consent,
  createAnalytics,
} from './analytics/analytics.ts';
export type { AnalyticsEvent } from './analytics/analytics-queue.ts';
export { type LeavingPage, leaveWithPage } from './analytics/leave-with-page.ts';
export { type TrackedEntry, trackChanges } from './analytics/track-changes.ts';
export {
  type ComparedQuantile,
  type Comparison,
  type ComparisonOptions,
  compareReports,
  type Shift,
} from './baseline/compare-reports.ts';
export type { Breadcrumb, ErrorReport, ErrorReporter, ReportedError } from './error-reports/error-report.ts';
export { type ReportErrorsOptions, reportErrors } from './error-reports/report-errors.ts';
export { type Growth, growthOf, type Measure } from './growth/growth.ts';
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
export { type Cost, type CostliestOptions, costliest } from './report/costliest.ts';
export type { Report, SeriesReport, WindowReport } from './report/report.ts';
export type { SeriesKind, Subject, WatchedSeries } from './series/series.ts';
export type { SlowWarning } from './slow/slow-changes.ts';
export type { ObserveOptions, Watch } from './watch.ts';
export type { SizeSample, StoreSize } from './windows/window-ring.ts';
