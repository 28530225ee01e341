import { pathOfRoom } from '@statehouse/showcase/src/house/place.ts';
import type { BrowserContext, Page } from 'playwright-core';
import type { OpenHouse } from './open-house.ts';
import { closeTour } from './windows.ts';

export interface BlogWindowOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A profile that is there already: another window of the same person. */
  readonly context?: BrowserContext;
  /** The post that its address names. */
  readonly post?: string;
}

/** Opens the blog, and waits until its posts are there and the document is live. */
export async function openBlog(
  house: OpenHouse,
  { viewport = { width: 1440, height: 900 }, context, post }: BlogWindowOptions = {},
): Promise<Page> {
  const page = await (context ?? (await house.visitor({ viewport }))).newPage();
  await closeTour(page);
  await page.goto(new URL(pathOfRoom('blog', 'journal', post), house.dev.url).href);
  await page.locator('.post-entry').first().waitFor({ timeout: 60_000 });
  await page.getByTestId('connection').filter({ hasText: 'live' }).waitFor();
  return page;
}
