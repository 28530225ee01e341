export { useActorOnHub } from './use-actor-on-hub.ts';
export { type ReadableActor, useHubActor } from './use-hub-actor.ts';
