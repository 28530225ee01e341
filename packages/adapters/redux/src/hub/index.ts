export { type EnhancersOnHub, type JoinHubOptions, joinHub } from './join-hub.ts';
export type { RefusalPolicy } from './live-store.ts';
export { handleOf } from './shown-enhancer.ts';
