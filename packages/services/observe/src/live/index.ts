export { joinMetrics } from './join-metrics.ts';
export {
  createLiveMetrics,
  type LiveMetrics,
  type LiveMetricsOptions,
  type MetricsReader,
  type MetricsSnapshot,
} from './live-metrics.ts';
