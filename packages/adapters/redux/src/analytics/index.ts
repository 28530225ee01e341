export { type AnalyticsEvent, type TrackOptions, trackActions } from './track-actions.ts';
