export {
  type Analytics,
  type AnalyticsOptions,
  type AnalyticsTransport,
  type Consent,
  createAnalytics,
} from './analytics.ts';
export type { AnalyticsEvent } from './analytics-queue.ts';
export { type LeavingPage, leaveWithPage } from './leave-with-page.ts';
export { type TrackedEntry, trackChanges } from './track-changes.ts';
