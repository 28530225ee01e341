import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBlog } from './blog-window.ts';
import { openHouse } from './open-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually, switchNetwork } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const NARROW = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(`the blog in a real browser${reason}`, () => {
  const house = openHouse({ data: 'none', isWatched: true });
  const open = (viewport?: typeof NARROW) => openBlog(house, viewport === undefined ? {} : { viewport });

  test('who is renamed once has the new name in every post and comment, in both windows, and back after undo', async () => {
    const [ada, ben] = [await open(), await open()];
    const author = await busiestAuthor(ada);
    const places = await namesShown(ada, author);
    expect(places).toBeGreaterThan(1);
    await ada.locator('.post-entry', { hasText: author }).first().click();
    await ada.getByRole('button', { name: `Rename ${author}` }).click();
    await ben.locator('.post-entry', { hasText: author }).first().click();
    await ada.getByLabel('Name of the author').fill('Hedwig Lamarr');
    await ada.keyboard.press('Enter');
    await expectNamed('Hedwig Lamarr', author);
    expect(await ada.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Rename Hedwig Lamarr',
    );
    await ada.getByRole('button', { name: 'Undo' }).click();
    await expectNamed(author, 'Hedwig Lamarr');
    await ada.getByRole('button', { name: 'Redo' }).click();
    await expectNamed('Hedwig Lamarr', author);
    await ada.getByRole('button', { name: 'Undo' }).click();
    await expectNamed(author, 'Hedwig Lamarr');

    async function expectNamed(name: string, former: string): Promise<void> {
      for (const window of [ada, ben]) {
        await eventually(() => namesShown(window, name)).toBe(places);
        expect(await namesShown(window, former)).toBe(0);
        expect(await window.locator('.post .author-name').textContent()).toBe(name);
        expect(await window.locator('.post .attribution').textContent()).not.toContain(former);
      }
    }
  });

  test('who is renamed has the new name on the comments of others’ posts', async () => {
    const page = await open();
    const entries = page.locator('.post-entry', { hasText: /[1-9]\d* comments?/ });
    await entries.first().click();
    const name = ((await page.locator('.comment p + p').first().textContent()) ?? '').split(' · ')[0] ?? '';
    const commented = new URL(page.url()).pathname;
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    const own = page.locator('.post-entry', { has: page.locator('.post-entry-author', { hasText: name }) });
    while ((await own.count()) === 0) await page.getByRole('button', { name: 'Older' }).click();
    await own.first().click();
    await page.getByRole('button', { name: `Rename ${name}` }).click();
    await page.getByLabel('Name of the author').fill('Radia Perlman');
    await page.keyboard.press('Enter');
    await page.goto(new URL(commented, page.url()).href);
    await page.locator('.comment', { hasText: 'Radia Perlman · ' }).first().waitFor();
    expect(await page.locator('.comment', { hasText: `${name} · ` }).count()).toBe(0);
  });

  test('a post has an address: it can be reloaded, left and come back to, and one that is wrong says so', async () => {
    const page = await open();
    await page.locator('.post-entry').nth(2).click();
    const title = await page.locator('.post h2').textContent();
    expect(new URL(page.url()).pathname).toMatch(/^\/blog\/journal\/.+/);
    await page.reload();
    await eventually(() => page.locator('.post h2').textContent()).toBe(title);
    await page.locator('.post-entry').nth(4).click();
    await eventually(() => page.locator('.post h2').textContent()).not.toBe(title);
    await page.goBack();
    await eventually(() => page.locator('.post h2').textContent()).toBe(title);
    const lost = await openBlog(house, { post: 'no such/post' });
    await lost.getByText('This post is not here, or no longer.').waitFor();
    await lost.getByRole('button', { name: 'All posts' }).click();
    await lost.getByText('Choose a post to read it here.').waitFor();
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
    // A page that is there no more is not shown.
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('21–40 of 120').waitFor();
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
    await page.keyboard.press('Enter');
    await page.getByLabel('Name of the author').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Grace of the Keys');
    await page.keyboard.press('Enter');
    await page.locator('.post .author-name', { hasText: 'Grace of the Keys' }).waitFor();
    await eventually(async () => {
      await page.keyboard.press('Tab');
      return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    }).toBe('Your comment');
    await page.keyboard.type('By keyboard.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.comment', { hasText: 'By keyboard.' }).waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s', async (colorScheme) => {
    const context = await house.visitor({ colorScheme });
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
    for (const place of ['html', 'main', '.blog', '.post']) {
      const { scrollWidth, clientWidth } = await page
        .locator(place)
        .first()
        .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
      expect({ place, scrollWidth }).toEqual({ place, scrollWidth: clientWidth });
    }
    await page.getByLabel('Your comment').fill('From a phone.');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.locator('.comment', { hasText: 'From a phone.' }).waitFor();
    const small = await page.locator('.post button, .post a').evaluateAll((all) =>
      all
        .map((each) => each.getBoundingClientRect())
        .filter(({ height }) => height > 0 && height < 16)
        .map(({ width, height }) => [width, height]),
    );
    expect(small).toEqual([]);
    await page.getByRole('button', { name: 'All posts' }).click();
    await page.locator('.post-entry').first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('post-entry');
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
