import { seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, test, vi } from 'vitest';
import { PostsHistory } from './testing/posts-history.ts';

const seed = process.env.STATEHOUSE_SEED;
const run = {
  numRuns: Number(process.env.STATEHOUSE_CASES ?? 10_000),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterAll(() => void vi.useRealTimers());

test('in random histories of mutations, refetches, streams, pages, reloads and failures nothing is lost or resurrected', {
  timeout: 600_000,
}, async () => {
  const steps = fc.integer({ min: 1, max: 20 });
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, async (seed, count) => {
      const history = new PostsHistory(seededRandom(seed));
      for (let step = 0; step < count; step += 1) await history.step();
      await history.end();
      vi.clearAllTimers();
    }),
    run,
  );
});
