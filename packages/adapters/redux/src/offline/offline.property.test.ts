import { cases, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { test } from 'vitest';
import { OfflineWorld } from './testing/offline-world.ts';

test('whatever tabs, network, device and server do: nothing is lost, nothing overtakes, everything is done once', {
  timeout: 1_800_000,
}, async () => {
  const steps = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, async (seed, count) => {
      const world = new OfflineWorld(seededRandom(seed));
      for (let step = 0; step < count; step += 1) await world.step();
      await world.end();
    }),
    cases(600),
  );
});
