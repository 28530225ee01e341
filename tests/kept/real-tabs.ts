import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { browserPath, launchBrowser } from '../browser/launch-browser.ts';
import { type PageServer, servePage } from './page-server.ts';

/** A browser for the tests of a `describe`, with a profile of its own for each of them. */
export interface RealTabs {
  readonly context: BrowserContext;
  /** Opens a tab with what its address asks for, and waits until its global of this name is there. */
  open(run: string, global: string): Promise<Page>;
}

/** Called once in a `describe`; `prepare` is told each new profile. */
export function realTabs(prepare: (context: BrowserContext) => Promise<void> = async () => {}): RealTabs {
  let server: PageServer | undefined;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    [server, browser] = await Promise.all([servePage(), launchBrowser(browserPath ?? '')]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    context = await browser?.newContext();
    if (context !== undefined) await prepare(context);
  });

  afterEach(async () => {
    await context?.close();
  });

  const present = (): BrowserContext => {
    if (context === undefined) throw new Error('There is a browser inside of tests only.');
    return context;
  };
  return {
    get context() {
      return present();
    },
    async open(run, global) {
      const page = await present().newPage();
      await page.goto(`${server?.url}?do=${run}`);
      await page.waitForFunction((name) => Reflect.get(globalThis, name) !== undefined, global);
      return page;
    },
  };
}
