export { exportToPrometheus } from './prometheus.ts';
export { prometheusMetrics } from './prometheus-metrics.ts';
