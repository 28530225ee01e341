export { idempotencyKey } from './idempotency-key.ts';
export type { RefusalPolicy } from './live/steady-actor.ts';
export { type SnapshotStep, snapshotStep } from './migrations/snapshot-step.ts';
export { type GivenOptions, type HubActor, type HubPart, type OnHubOptions, onHub } from './on-hub.ts';
export { actorReducer } from './replay/actor-reducer.ts';
export type { ActorInput, Dispatched } from './state/actor-input.ts';
export type {
  ActorPath,
  ActorState,
  ChildState,
  ChildStates,
  HistoryState,
  PendingTimer,
} from './state/actor-state.ts';
export type { FiredTimer } from './state/state-after.ts';
