import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnalytics } from './analytics.ts';

interface Received {
  readonly id: string;
  readonly session: string;
  readonly dropped: number;
  readonly events: readonly { readonly name: string; readonly properties: unknown }[];
}

const MAX_QUEUED = 12;
const act = fc.oneof(
  { weight: 6, arbitrary: fc.constant('track' as const) },
  { weight: 3, arbitrary: fc.constantFrom('answer' as const, 'fail' as const) },
  { weight: 2, arbitrary: fc.constant('wait' as const) },
  { weight: 1, arbitrary: fc.constantFrom('flush' as const, 'leave' as const, 'full' as const) },
);

/** Lets everything that is promised come about. */
async function turn(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await Promise.resolve();
}

test('every event arrives in exactly one batch, in order, or is counted as dropped, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 30, maxLength: 80, size: 'max' }), async (acts) => {
      const time = new VirtualTime();
      const received = new Map<string, Received>();
      const sent: { readonly text: string; readonly answer: PromiseWithResolvers<void> }[] = [];
      let isFull = false;
      const take = (text: string) => {
        const batch: Received = JSON.parse(text);
        const known = received.get(batch.id);
        // The same id is the same batch, however often it comes.
        if (known !== undefined) expect(batch).toEqual(known);
        received.set(batch.id, batch);
      };
      const analytics = createAnalytics({
        transport: {
          send(text) {
            const answer = Promise.withResolvers<void>();
            sent.push({ text, answer });
            return answer.promise;
          },
          beacon(text) {
            if (isFull) return false;
            take(text);
            return true;
          },
        },
        redactor: { redact: (value) => JSON.parse(JSON.stringify(value)) },
        consent: 'given',
        maxBatch: 4,
        maxQueued: MAX_QUEUED,
        flushMs: 1_000,
        clock: time,
        timers: time,
        random: seededRandom(1),
      });
      let tracked = 0;
      const settle = async (isGood: boolean) => {
        const asked = sent.shift();
        if (asked === undefined) return;
        if (isGood) {
          take(asked.text);
          asked.answer.resolve();
        } else asked.answer.reject(new Error('offline'));
        await turn();
      };
      for (const each of acts) {
        if (each === 'track') {
          tracked += 1;
          analytics.track('click', { number: tracked });
        } else if (each === 'wait') time.advance(700);
        else if (each === 'flush') analytics.flush();
        else if (each === 'full') isFull = !isFull;
        else if (each === 'leave') analytics.leave();
        else await settle(each === 'answer');
        await turn();
        expect(sent.length).toBeLessThanOrEqual(1);
      }
      for (let round = 0; round < 100; round += 1) {
        time.advance(300_000);
        await turn();
        await settle(true);
      }
      const numbers = [...received.values()].flatMap(({ events }) =>
        events.map(({ properties }) => Object(properties).number),
      );
      const dropped = [...received.values()].reduce((sum, batch) => sum + batch.dropped, 0);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers.length + dropped).toBe(tracked);
      if (!acts.includes('leave')) expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }),
    cases(200),
  );
});
