import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { blogHouse, openBlog } from './blog-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually, switchNetwork } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const NARROW = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(`the blog in a real browser${reason}`, () => {
  const house = blogHouse();
  const open = (viewport?: typeof NARROW) => openBlog(house, viewport === undefined ? {} : { viewport });

  test('who is renamed once has the new name in every post and comment, in both windows, and back after undo', async () => {
    const [ada, ben] = [await open(), await open()];
    const author = await busiestAuthor(ada);
    const places = await namesShown(ada, author);
    expect(places).toBeGreaterThan(1);
    await ada.locator('.post-entry', { hasText: author }).first().click();
    await ada.getByRole('button', { name: `Rename ${author}` }).click();
    await ada.getByLabel('Name of the author').fill('Hedwig Lamarr');
    await ada.keyboard.press('Enter');
    for (const window of [ada, ben]) {
      await eventually(() => namesShown(window, 'Hedwig Lamarr')).toBe(places);
      expect(await namesShown(window, author)).toBe(0);
    }
    await ada.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => namesShown(ben, author)).toBe(places);
  });

  test('a comment written offline is shown at once with an amber edge, and elsewhere once one is back', async () => {
    const [ada, ben] = [await open(), await open()];
    for (const window of [ada, ben]) await window.locator('.post-entry').first().click();
    await switchNetwork(ada, 'cut');
    await ada.getByLabel('Your comment').fill('Written in a tunnel.');
    await ada.keyboard.press('Control+Enter');
    const written = ada.locator('.comment', { hasText: 'Written in a tunnel.' });
    await eventually(() => written.getAttribute('data-pending')).toBe('true');
    expect(await ben.getByText('Written in a tunnel.').count()).toBe(0);
    await switchNetwork(ada, 'live');
    await ben.locator('.comment', { hasText: 'Written in a tunnel.' }).waitFor();
    await eventually(() => written.getAttribute('data-pending')).toBe('false');
  });

  test('the search finds words in titles and texts as they are typed, and pages through what it finds', async () => {
    const page = await open();
    expect(await page.locator('.post-entry').count()).toBe(20);
    const first = await page.locator('.post-entry-title').first().textContent();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('21–40 of 120').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('chai');
    await eventually(async () => {
      const found = await page.locator('.post-entry').allTextContents();
      return found.length > 0 && found.length < 20 && found.every((text) => /chai/i.test(text));
    }).toBe(true);
    await page.getByRole('searchbox', { name: 'Search' }).fill('nothing has this');
    await page.getByText('Nothing has “nothing has this” in it.').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await eventually(() => page.locator('.post-entry-title').first().textContent()).toBe(first);
  });

  test('works by keyboard alone', async () => {
    const page = await open();
    await page.getByRole('searchbox', { name: 'Search' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.post h2:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Name of the author').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Name of the author').waitFor({ state: 'detached' });
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s', async (colorScheme) => {
    const context = await house.browser.newContext({ colorScheme });
    const page = await openBlog(house, { context });
    expect(await seriousProblems(page)).toEqual([]);
    await page.locator('.post-entry').first().click();
    await page.getByRole('button', { name: /^Rename/ }).click();
    expect(await seriousProblems(page)).toEqual([]);
  });

  test('on a phone the list and the post take turns, and nothing is wider than the screen', async () => {
    const page = await open(NARROW);
    await page.locator('.post-entry').nth(1).click();
    await page.locator('.post').waitFor();
    expect(await page.locator('.post-entry').first().isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW.width);
    await page.getByRole('button', { name: 'All posts' }).click();
    await page.locator('.post-entry').first().waitFor();
  });
});

/** Whoever wrote most of the posts on the first page. */
async function busiestAuthor(page: Page): Promise<string> {
  const names = await page.locator('.post-entry-author').allTextContents();
  const groups = [...Map.groupBy(names, (name) => name)].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  return groups[0]?.[0] ?? '';
}

function namesShown(page: Page, name: string): Promise<number> {
  return page.locator('.post-entry-author', { hasText: name }).count();
}
