export { type LocalServer, type LocalServerOptions, startLocalServer } from './dev/local-server.ts';
export { chinookTables } from './import/chinook-schema.ts';
export { type MetricsEvent, type MetricsPartOptions, metricsPart } from './metrics/metrics-part.ts';
export { type SeedDocument, seedDocuments } from './parts/seed-documents.ts';
export type { ConnectOptions, House, PartCaller, RunningPart, ServerPart } from './parts/server-part.ts';
