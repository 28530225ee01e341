import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type DevServer, startDev, temporaryFolder } from './dev-process.ts';
import { browserPath, closeTour, launchBrowser } from './windows.ts';

/** A house whose blog shows posts from a data folder, and a browser to look at it. */
export interface BlogHouse {
  readonly browser: Browser;
  readonly dev: DevServer;
}

/**
 * Starts a house for the tests of a file.
 * @param posts the data folder with its posts; without one the blog shows what it makes up
 */
export function blogHouse(posts = 'none'): BlogHouse {
  const data = temporaryFolder();
  const before = process.env.STATEHOUSE_DATA;
  let browser: Browser | undefined;
  let dev: DevServer | undefined;
  beforeAll(async () => {
    process.env.STATEHOUSE_DATA = posts;
    dev = await startDev(data.path);
    browser = await launchBrowser(browserPath ?? '');
  });
  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
  });
  afterAll(async () => {
    process.env.STATEHOUSE_DATA = before;
    await browser?.close();
    await dev?.stop();
    data.remove();
  });
  return {
    get browser() {
      if (browser === undefined) throw new Error('The browser is not there before the tests.');
      return browser;
    },
    get dev() {
      if (dev === undefined) throw new Error('The house is not there before the tests.');
      return dev;
    },
  };
}

export interface BlogWindowOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A profile that is there already: another window of the same person. */
  readonly context?: BrowserContext;
}

/** Opens the blog, and waits until its posts are there and the document is live. */
export async function openBlog(
  { browser, dev }: BlogHouse,
  { viewport = { width: 1440, height: 900 }, context }: BlogWindowOptions = {},
): Promise<Page> {
  const page = await (context ?? (await browser.newContext({ viewport }))).newPage();
  await closeTour(page);
  await page.goto(new URL('/blog/journal', dev.url).href);
  await page.locator('.post-entry').first().waitFor({ timeout: 60_000 });
  await page.getByTestId('connection').filter({ hasText: 'live' }).waitFor();
  return page;
}
