export { type EnhancersOnHub, type JoinHubOptions, joinHub } from './join-hub.ts';
export type { RefusalPolicy } from './live-store.ts';
export { redactedDevTools } from './redacted-dev-tools.ts';
export { handleOf } from './shown-enhancer.ts';
