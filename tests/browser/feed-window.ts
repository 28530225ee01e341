import type { BrowserContext, Locator, Page } from 'playwright-core';
import { closeTour } from './windows.ts';

/** One person's window on the feed. */
export interface FeedWindow {
  readonly page: Page;
  /** The posts that are on the page: those in the window and a few around it. */
  readonly posts: Locator;
  readonly pill: Locator;
  readonly newPosts: Locator;
  /** The post with an id. */
  post(id: string): Locator;
  /** The ids of the posts that are on the page, from top to bottom. */
  ids(): Promise<readonly string[]>;
}

/** Opens the feed in a new window, and waits until it can be read. */
export async function openFeed(context: BrowserContext, url: string, label: string): Promise<FeedWindow> {
  const page = await context.newPage();
  await closeTour(page);
  await page.goto(new URL(`/feed?window=${label}`, url).href);
  const posts = page.locator('[data-post]');
  await posts.first().waitFor({ timeout: 60_000 });
  return {
    page,
    posts,
    pill: page.getByTestId('connection'),
    newPosts: page.getByRole('button', { name: /new posts?$/ }),
    post: (id) => page.locator(`[data-post="${id}"]`),
    ids: () =>
      page
        .locator('[data-index]')
        .evaluateAll((places) =>
          places
            .toSorted(
              (one, other) =>
                Number(one.getAttribute('data-index')) - Number(other.getAttribute('data-index')),
            )
            .map((place) => place.querySelector('[data-post]')?.getAttribute('data-post') ?? ''),
        ),
  };
}
