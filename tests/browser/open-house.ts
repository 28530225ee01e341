import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { listenForComplaints } from './complaints.ts';
import { type DevServer, startDev, temporaryFolder } from './dev-process.ts';
import { browserPath, launchBrowser } from './launch-browser.ts';

/** A house for the tests of a file, and a browser to look at it. */
export interface OpenHouse {
  readonly dev: DevServer;
  readonly browser: Browser;
  /** Somebody new, whose windows are closed after the test. */
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>;
}

export interface OpenHouseOptions {
  /**
   * The folder with real data, from the folder that is the house's own; the folder of the machine unless given, and
   * `none` for a house that makes everything up.
   */
  readonly data?: 'none' | ((folder: string) => string);
  /** Whether a test fails in which a page breaks, or asks another host for anything. */
  readonly isWatched?: boolean;
}

/** Starts a house before the tests of a file, and ends it after them. */
export function openHouse({ data, isWatched = false }: OpenHouseOptions = {}): OpenHouse {
  const folder = temporaryFolder();
  const visitors = new Set<BrowserContext>();
  const complaints = listenForComplaints();
  let browser: Browser | undefined;
  let dev: DevServer | undefined;
  const house: OpenHouse = {
    get dev() {
      return there(dev);
    },
    get browser() {
      return there(browser);
    },
    async visitor(options = { viewport: { width: 1440, height: 900 } }) {
      const visitor = await house.browser.newContext(options);
      visitors.add(visitor);
      if (isWatched) complaints.watch(visitor, house.dev.url);
      return visitor;
    },
  };
  beforeAll(async () => {
    const before = process.env.STATEHOUSE_DATA;
    if (data !== undefined) process.env.STATEHOUSE_DATA = data === 'none' ? data : data(folder.path);
    [dev, browser] = await Promise.all([startDev(`${folder.path}/house`), launchBrowser(browserPath ?? '')]);
    // To assign undefined would make a folder of that name of it.
    if (before === undefined) delete process.env.STATEHOUSE_DATA;
    else process.env.STATEHOUSE_DATA = before;
  });
  afterEach(async () => {
    const leaving = [...visitors];
    visitors.clear();
    await Promise.all(leaving.map((visitor) => visitor.close()));
    complaints.expectNone();
  });
  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
    folder.remove();
  });
  return house;
}

/** What there is only while the tests run. */
function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('The house is open while its tests run, and not before.');
  return thing;
}
