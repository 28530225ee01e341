import { isAction, type Middleware, type UnknownAction } from '@reduxjs/toolkit';
import type { Redactor } from '@statehouse/hub/recording';
import { isJsonObject } from '@statehouse/kernel';

/** Something that has happened, as those who count want to hear it. */
export interface AnalyticsEvent {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What an action is called: a name, with the action's payload; or a function of the action and of the state after it. */
type Naming<State> = string | ((action: UnknownAction, state: State) => AnalyticsEvent | undefined);

export interface TrackOptions<State = unknown> {
  /** By type of action. What stands here in no line is told to nobody. */
  readonly events: Readonly<Record<string, Naming<State>>>;
  /** Takes an event. Waiting, sampling and consent are its own affair. What it throws is told to `onError`. */
  readonly track: (event: AnalyticsEvent) => void;
  /** Takes secrets out of an event before it is told. */
  readonly redactor?: Redactor;
  /** Where the payload stands for the redactor's paths; `analytics` unless told. */
  readonly place?: string;
  readonly onError?: (error: unknown) => void;
}

/** Tells of actions by declared names, after they have done what they do. Whatever goes wrong in it, the action has been done. */
export function trackActions<State = unknown>(options: TrackOptions<State>): Middleware<object, State> {
  const { events, track, redactor, place = 'analytics', onError = (error) => console.error(error) } = options;
  const clean = (event: AnalyticsEvent): AnalyticsEvent => {
    if (redactor === undefined) return event;
    const properties = redactor.redact(event.properties, place);
    return { name: event.name, properties: isJsonObject(properties) ? properties : {} };
  };
  return (store) => (next) => (action) => {
    const result = next(action);
    try {
      const event = isAction(action) ? nameEvent(events, action, store.getState()) : undefined;
      if (event !== undefined) track(clean(event));
    } catch (error) {
      onError(error);
    }
    return result;
  };
}

function nameEvent<State>(
  events: TrackOptions<State>['events'],
  action: UnknownAction,
  state: State,
): AnalyticsEvent | undefined {
  const naming = Object.hasOwn(events, action.type) ? events[action.type] : undefined;
  if (typeof naming === 'function') return naming(action, state);
  if (naming === undefined) return undefined;
  const { payload } = action;
  return {
    name: naming,
    properties: isJsonObject(payload) ? payload : payload === undefined ? {} : { payload },
  };
}
