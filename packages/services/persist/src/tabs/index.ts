export {
  type LeaderProgram,
  type RunningStore,
  type SharedLeaderStore,
  shareLeaderStore,
} from './leader-store.ts';
export type { ShareOptions } from './share-options.ts';
export type { SharedStatus } from './shared-status.ts';
export { type SharedStore, shareStore } from './shared-store.ts';
export type { SharableStore } from './store-binding.ts';
