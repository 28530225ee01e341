import type { EventObject } from 'xstate';
import type { ActorPath } from './actor-state.ts';
import type { FiredTimer } from './state-after.ts';

/** An event that came to an actor, with all that its state after it depends on: what the journal keeps. */
export interface ActorInput<Event extends EventObject = EventObject> {
  readonly event: Event;
  /** Which actor it came to; the root where it is absent. */
  readonly to?: ActorPath;
  /** Wall-clock milliseconds: delays begin here. */
  readonly atMs: number;
  readonly timer?: FiredTimer;
  /** That the actor is no machine and did not change, because it only passes events on. */
  readonly isPassedOn?: true;
}

/** What may be dispatched: an event for the root, or an input for any actor. */
export type Dispatched<Event extends EventObject = EventObject> =
  | Event
  | (Omit<ActorInput, 'atMs'> & { readonly atMs?: number });

export const ROOT: ActorPath = [];

/** The event of what was dispatched. Events have a type, inputs have none; what has neither is refused as an event. */
export function eventOf(given: Dispatched): EventObject {
  return isEvent(given) ? given : given.event;
}

export function pathOfDispatched(given: Dispatched): ActorPath {
  return isEvent(given) ? ROOT : (given.to ?? ROOT);
}

/** What the journal calls an event: its type, behind the ids of the actor that it comes to. */
export function nameOfEvent({ type }: EventObject, path: ActorPath): string {
  return path.length === 0 ? type : `${path.join('/')}/${type}`;
}

function isEvent(given: Dispatched): given is EventObject {
  return 'type' in given || !('event' in given);
}
