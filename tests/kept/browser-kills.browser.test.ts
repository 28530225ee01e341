import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, launchBrowser } from '../browser/launch-browser.ts';
import { KillRecord } from './kill-record.ts';
import { type PageServer, servePage } from './page-server.ts';

const KILLS = Number(process.env.STATEHOUSE_CASES ?? 12);
const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`tabs that end in the middle of writes${reason}`, () => {
  let server: PageServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([servePage(), launchBrowser(browserPath ?? '')]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each(['indexeddb', 'localstorage'])(
    `${KILLS} times closed or crashed over %s: nothing that was reported as saved is lost`,
    { timeout: 60_000 + KILLS * 5_000 },
    async (storage) => {
      const seed = Number(process.env.STATEHOUSE_SEED ?? Date.now() % 1_000_000);
      const random = seededRandom(seed, storage);
      const context = await browser.newContext();
      const record = new KillRecord();
      const url = `${server.url}?do=write&storage=${storage}`;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const end = kill % 2 === 0 ? close : crash;
        await live(context, url, record, 2 + drawInt(random, 60), end);
      }
      expect(record.lives, `seed ${seed}`).toBe(KILLS);
      expect(record.reports).toBeGreaterThan(KILLS);
      await context.close();
    },
  );
});

/** One life of a page: after so many reports it ends at once, whatever it is doing. */
async function live(
  context: BrowserContext,
  url: string,
  record: KillRecord,
  reports: number,
  end: (page: Page) => Promise<void>,
): Promise<void> {
  record.begin();
  const page = await context.newPage();
  const enough = Promise.withResolvers<void>();
  let left = reports;
  await page.exposeFunction('say', (line: string) => {
    try {
      record.hear(line);
    } catch (error) {
      enough.reject(error);
    }
    left -= 1;
    if (left <= 0 && record.isRestored) enough.resolve();
  });
  await page.goto(url);
  await enough.promise;
  await end(page);
}

async function close(page: Page): Promise<void> {
  await page.close({ runBeforeUnload: false });
}

/** Ends the renderer's process itself. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  session.send('Page.crash').catch(() => {});
  await crashed;
  await page.close();
}
