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

  test('who is renamed has the new name on comments under others’ posts, in both windows', async () => {
    const [ada, ben] = [await open(), await open()];
    const writers = await ada.locator('.post-entry-author').allTextContents();
    await ada
      .locator('.post-entry', { hasText: /[7-9] comments/ })
      .first()
      .click();
    const host = await ada.locator('.post .author-name').textContent();
    const bylines = await ada.locator('.comment p + p').allTextContents();
    const name = bylines
      .map((byline) => byline.split(' · ')[0] ?? '')
      .find((guest) => guest !== host && writers.includes(guest));
    if (name === undefined)
      throw new Error('Nobody on the first page has commented on somebody else’s post.');
    const places = bylines.filter((byline) => byline.startsWith(`${name} · `)).length;
    await ben.goto(ada.url());
    const comments = (window: Page, writer: string) =>
      window.locator('.comment', { hasText: `${writer} · ` });
    await eventually(() => comments(ben, name).count()).toBe(places);
    const own = ada.locator('.post-entry', { has: ada.locator('.post-entry-author', { hasText: name }) });
    await own.first().click();
    await ada.getByRole('button', { name: `Rename ${name}` }).click();
    await ada.getByLabel('Name of the author').fill('Radia Perlman');
    await ada.keyboard.press('Enter');
    await ada.locator('.post .author-name', { hasText: 'Radia Perlman' }).waitFor();
    await ada.goBack();
    for (const window of [ada, ben]) {
      await eventually(() => comments(window, 'Radia Perlman').count()).toBe(places);
      expect(await comments(window, name).count()).toBe(0);
      expect(await window.locator('.post .author-name').textContent()).toBe(host);
    }
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
    expect(await widerThanWindow(page)).toEqual([]);
    await page.locator('.post-entry').nth(1).click();
    await page.locator('.post').waitFor();
    expect(await page.locator('.post-entry').first().isVisible()).toBe(false);
    await page.getByRole('button', { name: /^Rename/ }).click();
    expect(await widerThanWindow(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByLabel('Your comment').fill('From a phone.');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.locator('.comment', { hasText: 'From a phone.' }).waitFor();
    expect(await smallTargets(page)).toEqual([]);
    await page.getByRole('button', { name: 'All posts' }).click();
    await page.locator('.post-entry').first().waitFor();
    expect(await smallTargets(page)).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('post-entry');
  });
});

/** What begins or ends outside of the window, seen or not; long lines of code may. */
function widerThanWindow(page: Page): Promise<readonly string[]> {
  return page.locator(':root, main, main *:not(pre *)').evaluateAll((all) =>
    all.flatMap((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      const isOut = width > 0 && (left < 0 || right > innerWidth);
      return isOut ? [`${each.tagName} ${each.className}: ${left} to ${right}`] : [];
    }),
  );
}

/** What a finger can miss: what is to be pressed and is under 24 pixels wide or high. Links inside of sentences may be. */
function smallTargets(page: Page): Promise<readonly string[]> {
  return page
    .locator('main')
    .locator('button, input, textarea, a:not(p a)')
    .evaluateAll((all) =>
      all.flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        const isShown = width > 0 && height > 0;
        const name = each.getAttribute('aria-label') ?? each.textContent;
        return isShown && (width < 24 || height < 24) ? [`${name}: ${width} × ${height}`] : [];
      }),
    );
}

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
