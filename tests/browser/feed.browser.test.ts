import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { writeFeedData } from './feed-data.ts';
import { type FeedWindow, openFeed } from './feed-window.ts';
import { openHouse } from './open-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually, switchNetwork } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const WIDE = { viewport: { width: 1200, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 } };

describe.skipIf(browserPath === undefined)(`the feed${reason}`, () => {
  const house = openHouse({ data: writeFeedData, isWatched: true });

  /** Opens the feed for a new person. */
  async function visit(label: string, options: BrowserContextOptions = WIDE): Promise<FeedWindow> {
    return openFeed(await house.visitor(options), house.dev.url, label);
  }

  test('shows the posts of whom one follows by engagement, with author, licence and the way to the original', async () => {
    const { post, ids } = await visit('credits');
    expect((await ids()).slice(0, 2)).toEqual(['post-1', 'post-2']);
    const head = post('post-2').locator('header');
    expect(await head.getByRole('link', { name: 'Ada' }).getAttribute('href')).toMatch(/\/users\/2$/);
    expect(await head.getByRole('link', { name: 'original' }).getAttribute('href')).toMatch(/\/q\/2$/);
    const licence = head.getByRole('link', { name: 'CC BY-SA 4.0' });
    expect(await licence.getAttribute('href')).toBe('https://creativecommons.org/licenses/by-sa/4.0/');
  });

  test('no longer to follow somebody takes their posts away, and to follow them again brings them back', async () => {
    const { page, post } = await visit('follow');
    await post('post-2').getByRole('button', { name: 'Unfollow Ada', exact: true }).click();
    await eventually(() => post('post-2').count()).toBe(0);
    await page.getByRole('button', { name: /^Following/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Follow Ada', exact: true }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await post('post-2').waitFor();
  });

  test('who was chosen to be followed or not stays so over a reload', async () => {
    const { page, post, pill } = await visit('choices');
    await post('post-2').getByRole('button', { name: 'Unfollow Ada', exact: true }).click();
    await eventually(() => post('post-2').count()).toBe(0);
    await eventually(() => pill.textContent()).toBe('Connection: live');
    await page.reload();
    await page.locator('[data-post]').first().waitFor();
    expect(await post('post-2').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).waitFor();
  });

  test('what is liked and said without a network is there at once, and in the other window once there is one', async () => {
    const one = await visit('one');
    const other = await visit('other');
    await switchNetwork(one.page, 'cut');
    const like = ({ post }: FeedWindow) => post('post-2').getByRole('button', { name: /^Like/ });
    const votes = async (window: FeedWindow) => Number(await like(window).textContent());
    const before = await votes(other);
    await like(one).click();
    expect(await like(one).getAttribute('aria-pressed')).toBe('true');
    expect(await votes(one)).toBe(before + 1);
    await one
      .post('post-2')
      .getByRole('button', { name: /^Share/ })
      .click();
    await one
      .post('post-2')
      .getByRole('button', { name: /^Comments/ })
      .click();
    await one.post('post-2').getByRole('textbox').fill('Well said.');
    await one.page.keyboard.press('Enter');
    await one.post('post-2').getByText('Well said.').waitFor();
    await like(other).click();
    await other
      .post('post-2')
      .getByRole('button', { name: /^Share/ })
      .click();
    await eventually(() => votes(other)).toBe(before + 1);
    await switchNetwork(one.page, 'live');
    await eventually(() => votes(other)).toBe(before + 2);
    await eventually(() => votes(one)).toBe(before + 2);
    const shares = ({ post }: FeedWindow) =>
      post('post-2')
        .getByRole('button', { name: /“Ada writes”: 2$|Copied/ })
        .last()
        .textContent();
    await eventually(() => shares(one)).toBe('2');
    await eventually(() => shares(other)).toBe('2');
    await other
      .post('post-2')
      .getByRole('button', { name: /^Comments on .*: 1$/ })
      .click();
    await other.post('post-2').getByText('Well said.').waitFor();
    await eventually(() => one.pill.textContent()).toBe('Connection: live');
  });

  test('a body with scripts, frames, forms and pictures of other hosts does nothing', async () => {
    const { page, post } = await visit('hostile');
    const hostile = post('post-1');
    expect(await hostile.locator('h2').textContent()).toBe('A <script>title</script>');
    await hostile.getByText('<b>Mallory</b>').waitFor();
    await hostile.getByText('Click me').click();
    await hostile.getByText('a trap').click();
    await hostile.getByRole('button', { name: /^Comments/ }).click();
    await hostile.getByText('<img src=x onerror="window.ran = true">').waitFor();
    const strange = hostile
      .locator('.post-body')
      .locator('script, img, svg, iframe, form, style, [style], [id], [onclick]');
    expect(await strange.count()).toBe(0);
    await hostile.getByText('Picture: A plot').waitFor();
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });

  test('nothing runs that is not a file of the page, even if somebody gets it there', async () => {
    const { page } = await visit('policy');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      const place = document.createElement('div');
      place.innerHTML = '<img src="data:," onerror="window.ran = true">';
      document.body.append(script, place);
    });
    await page.waitForFunction(() => document.querySelector('img[src="data:,"]') !== null);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });

  test('posts that arrive move nothing; the pill says how many there are, and shows them', async () => {
    const { page, ids, newPosts } = await visit('arrivals');
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 3_000);
    await eventually(async () => (await ids()).includes('post-1')).toBe(false);
    const before = { ids: await ids(), top: await scrollTop(page) };
    await page.getByRole('switch').click();
    await eventually(async () => Number.parseInt((await newPosts.textContent()) ?? '', 10)).toBeGreaterThan(
      20,
    );
    expect({ ids: await ids(), top: await scrollTop(page) }).toEqual(before);
    await page.getByRole('switch').click();
    await newPosts.click();
    await newPosts.waitFor({ state: 'detached' });
    expect(await scrollTop(page)).toBe(0);
    expect((await ids())[0]).toBe('post-1');
  });

  test('the whole feed can be scrolled, fifty at a time, with few posts on the page', async () => {
    const { page, posts } = await visit('long');
    const size = Number(await posts.first().getAttribute('aria-setsize'));
    expect(size).toBeGreaterThan(500);
    await page.mouse.move(600, 500);
    await eventually(async () => {
      await page.mouse.wheel(0, 8_000);
      return Number(await posts.last().getAttribute('aria-posinset'));
    }).toBeGreaterThan(150);
    expect(await posts.count()).toBeLessThan(30);
    const places = await posts.evaluateAll((all) =>
      all.map((post) => Number(post.getAttribute('aria-posinset'))),
    );
    expect(new Set(places).size).toBe(places.length);
  });

  test('another age is another feed', async () => {
    const { page, posts } = await visit('age');
    const size = async () => Number(await posts.first().getAttribute('aria-setsize'));
    const before = await size();
    await page.getByRole('combobox', { name: 'Not older than' }).click();
    await page.getByRole('option', { name: 'Last year' }).click();
    await eventually(size).toBeGreaterThan(before);
  });

  test('posts are reached and liked by keyboard alone', async () => {
    const { page, post } = await visit('keys');
    await eventually(async () => {
      await page.keyboard.press('Tab');
      return page.evaluate(() => document.activeElement?.getAttribute('role'));
    }).toBe('feed');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-post'));
    expect(await focused()).toBe('post-2');
    await page.keyboard.press('l');
    const like = post('post-2').getByRole('button', { name: /^Like/ });
    expect(await like.getAttribute('aria-pressed')).toBe('true');
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('j');
    await eventually(() =>
      page.evaluate(() => Number(document.activeElement?.getAttribute('aria-posinset'))),
    ).toBe(14);
    for (let step = 0; step < 13; step += 1) await page.keyboard.press('k');
    await eventually(focused).toBe('post-1');
  });

  test.for([
    { name: 'wide and light', options: { ...WIDE, colorScheme: 'light' } },
    { name: 'on a phone and dark', options: { ...PHONE, colorScheme: 'dark' } },
  ] as const)(
    'axe finds nothing serious, $name, and nothing is wider than the window',
    async ({ options }) => {
      const { page, post } = await visit('axe', options);
      await post('post-1')
        .getByRole('button', { name: /^Comments/ })
        .click();
      await post('post-1').getByRole('textbox').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await page.getByRole('button', { name: /^Following/ }).click();
      await page.getByRole('dialog').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
    },
  );

  test('what is talked about stands higher in the next feed, and moves nothing in this one', async () => {
    const { page, post, ids, pill } = await visit('order');
    const before = await ids();
    expect(before.slice(0, 2)).toEqual(['post-1', 'post-2']);
    await post('post-2')
      .getByRole('button', { name: /^Comments/ })
      .click();
    // Some twenty votes are between the two, and a reply weighs as much as two of them.
    for (let reply = 0; reply < 12; reply += 1) {
      await post('post-2').getByRole('textbox').fill(`Reply ${reply}.`);
      await page.keyboard.press('Enter');
      await post('post-2').getByText(`Reply ${reply}.`).waitFor();
    }
    expect((await ids()).slice(0, 2)).toEqual(['post-1', 'post-2']);
    await eventually(() => pill.textContent()).toBe('Connection: live');
    await page.reload();
    await eventually(async () => (await ids()).slice(0, 2)).toEqual(['post-2', 'post-1']);
  });
});

function scrollTop(page: Page): Promise<number> {
  return page.getByRole('feed').evaluate((feed) => feed.scrollTop);
}
