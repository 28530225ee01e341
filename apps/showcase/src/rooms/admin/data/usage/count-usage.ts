import type { Middleware } from '@reduxjs/toolkit';
import { createRedactor } from '@statehouse/hub/recording';
import { randomId } from '@statehouse/kernel';
import { createAnalytics, leaveWithPage } from '@statehouse/observe/analytics';
import { trackActions } from '@statehouse/redux/analytics';
import { isUsageBatch, MAX_USAGE_BYTES, MAX_USAGE_EVENTS, type UsageBatch } from '../../wire/usage.ts';
import type { OfficePorts } from '../office-ports.ts';
import type { OfficeState } from '../office-state.ts';
import { read } from '../read.ts';
import { SENSITIVE, USAGE_EVENTS } from './usage-events.ts';
import type { UsageState } from './usage-slice.ts';

/** What a moderator does in an office, counted if they have said so. */
export interface UsageCounter {
  readonly middleware: Middleware<object, OfficeState>;
  /** Takes note of whether it may count. What was noted and not sent is forgotten when it may no more. */
  follow(usage: UsageState): void;
  /** Hands over what is left, and counts no more. */
  stop(): void;
}

const FLUSH_MS = 4_000;

/** @param send puts a batch into the queue; fulfilled when the server has it */
export function countUsage(
  { beacon, page, clock, random, url }: OfficePorts,
  send: (address: string, batch: UsageBatch) => Promise<unknown>,
): UsageCounter {
  let allowed: UsageState = { consent: 'refused' };
  const analytics = createAnalytics({
    redactor: createRedactor({ sensitive: SENSITIVE, key: randomId(random, 32) }),
    consent: 'refused',
    flushMs: FLUSH_MS,
    maxBatch: MAX_USAGE_EVENTS,
    maxBatchBytes: MAX_USAGE_BYTES,
    clock,
    random,
    transport: {
      async send(text) {
        if (allowed.consent === 'given') await send(allowed.address, read(isUsageBatch, JSON.parse(text)));
      },
      beacon: (text) =>
        allowed.consent === 'given' && beacon !== undefined && beacon(`${url}usage/${allowed.address}`, text),
    },
  });
  const stay = page === undefined ? () => {} : leaveWithPage(analytics, page);
  return {
    middleware: trackActions<OfficeState>({
      events: USAGE_EVENTS,
      track: ({ name, properties }) => analytics.track(name, properties),
    }),
    follow(usage) {
      if (usage.consent === allowed.consent) return;
      allowed = usage;
      analytics.setConsent(usage.consent);
    },
    stop() {
      stay();
      analytics.leave();
      analytics.stop();
    },
  };
}
