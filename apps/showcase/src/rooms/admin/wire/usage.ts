import { isJsonObject, type JsonObject } from '@statehouse/kernel';
import { type Guard, isListOf, isNumber, isShape, isText } from './guard.ts';

/** Something that a moderator did, without what they wrote. */
export interface UsageEvent {
  readonly name: string;
  readonly atMs: number;
  readonly properties: JsonObject;
}

/** What analytics sends at once. Its id stays the same when it is sent again. */
export interface UsageBatch {
  readonly id: string;
  readonly session: string;
  readonly sampleRate: number;
  /** Events that had no room before these. */
  readonly dropped: number;
  readonly events: readonly UsageEvent[];
}

/** How often something was done, and what was sent with it last. */
export interface UsageCount {
  readonly name: string;
  readonly count: number;
  readonly at: number;
  readonly properties: JsonObject;
}

export const MAX_USAGE_EVENTS = 50;

/** UTF-8 bytes of the events of one batch. */
export const MAX_USAGE_BYTES = 12_000;

const isObject: Guard<JsonObject> = (value): value is JsonObject => isJsonObject(value);

export const isUsageBatch = isShape<UsageBatch>({
  id: isText,
  session: isText,
  sampleRate: isNumber,
  dropped: isNumber,
  events: isListOf(isShape<UsageEvent>({ name: isText, atMs: isNumber, properties: isObject })),
});

export const isUsageCount = isShape<UsageCount>({
  name: isText,
  count: isNumber,
  at: isNumber,
  properties: isObject,
});
