export { type OpenTelemetryOptions, openTelemetry } from './open-telemetry.ts';
export { openTelemetryMetrics } from './open-telemetry-metrics.ts';
