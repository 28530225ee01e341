import { describe, expect, test } from 'vitest';
import { browserPath } from './launch-browser.ts';
import { openHouse } from './open-house.ts';

/** The goal is that of a machine that does nothing else (`npm run frames`); among other tests twice as much. */
const ALLOWANCE = process.env.STATEHOUSE_FRAMES === 'strict' ? 1 : 2;
const GOAL_MS = 1_000;
const LOADS = 5;

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`the first load${reason}`, () => {
  const house = openHouse();

  test.for([
    { path: '/', ready: 'a[href="/board/roadmap"]' },
    { path: '/board/roadmap', ready: '.element' },
    { path: '/page/welcome', ready: 'textarea' },
  ])('$path can be worked with within a second, by somebody who was never here', async ({ path, ready }) => {
    const times: number[] = [];
    for (let load = 0; load < LOADS; load += 1) times.push(await timeToWork(path, ready));
    const median = times.toSorted((one, other) => one - other)[Math.floor(LOADS / 2)] ?? Infinity;
    console.log(`${path}: ${Math.round(median)} ms (median of ${LOADS})`);
    expect(median).toBeLessThan(GOAL_MS * ALLOWANCE);
  });

  /** Milliseconds from asking for the page until what is worked with is there and the document is live. */
  async function timeToWork(path: string, ready: string): Promise<number> {
    const context = await house.visitor();
    const page = await context.newPage();
    const startMs = performance.now();
    await page.goto(new URL(path, house.dev.url).href, { waitUntil: 'commit' });
    await page.locator(ready).first().waitFor();
    await page.getByTestId('connection').filter({ hasText: 'live' }).waitFor();
    const tookMs = performance.now() - startMs;
    await context.close();
    return tookMs;
  }
});
