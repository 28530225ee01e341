import { schema } from '@statehouse/showcase/schema.ts';
import { closedRooms, openRooms } from '@statehouse/showcase/src/house/rooms.ts';
import { createSyncClient } from '@statehouse/sync';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openHouse } from './open-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually, openWindow } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(`the house in a real browser${reason}`, () => {
  const house = openHouse();

  /** Opens an address of the house as somebody new. */
  async function visit(path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await (await house.visitor(options)).newPage();
    await page.goto(new URL(path, house.dev.url).href);
    await heading(page).waitFor();
    return page;
  }

  const heading = (page: Page) => page.getByRole('heading', { level: 1 });
  const pathOf = (page: Page) => {
    const { pathname, search } = new URL(page.url());
    return pathname + search;
  };
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

  test('a link into the house of another tenant says so, and nothing of theirs is asked for', async () => {
    const page = await visit('/board/roadmap?tenant=acme');
    await eventually(() => heading(page).textContent()).toBe('Not your house');
    expect(await page.getByRole('main').textContent()).toContain('It belongs to acme');
    expect(await page.locator('.stage').count()).toBe(0);
    await page.getByRole('link', { name: 'Back to the floor plan' }).click();
    await eventually(() => heading(page).textContent()).toBe('Floor plan');
  });

  test('a copied link names the house, and leads back in for who belongs to it', async () => {
    const context = await house.visitor({
      viewport: WIDE,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await page.goto(new URL('/board/roadmap', house.dev.url).href);
    await page.getByTestId('stage').waitFor();
    await eventually(async () => {
      await page.getByRole('button', { name: /Copy the link|Copied/ }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    }).toMatch(/\/board\/roadmap\?tenant=\w+$/);
    const other = await visit(await page.evaluate(() => navigator.clipboard.readText()));
    await other.getByTestId('stage').waitFor();
  });

  test('what another tenant writes under the same name is another document', async () => {
    const theirs = createSyncClient({
      url: `${house.dev.url.replace('http', 'ws')}sync`,
      token: () => tokenFor('mallory', 'acme'),
      schema,
    });
    const document = await theirs.open('board/roadmap');
    await eventually(async () => document.status.phase).toBe('live');
    expect([document.status.version <= 1, document.snapshot.table('elements').size]).toEqual([true, 0]);
    await theirs.close();
  });

  async function tokenFor(user: string, tenant: string): Promise<string> {
    const answer = await house.dev.control('/dev/token', { user, tenant });
    return typeof answer.token === 'string' ? answer.token : '';
  }

  test('the plan names every room, and its open rooms are reached by keyboard alone', async () => {
    const page = await visit('/');
    expect(await page.title()).toBe('Floor plan · Statehouse');
    const rooms = page.getByRole('main').getByRole('list', { name: 'Rooms' });
    expect(await rooms.getByRole('heading', { level: 2 }).allTextContents()).toEqual(
      [...openRooms, ...closedRooms].map(({ name }) => name),
    );
    await eventually(async () => {
      await page.keyboard.press('Tab');
      return focused(page);
    }).toBe('Open a room in two windows');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Board');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('Page');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('Welcome');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Text' }).waitFor();
    expect(pathOf(page)).toBe('/page/welcome');
    await eventually(() => focused(page)).toBe('Welcome');
    expect(await heading(page).evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.title()).toBe('Welcome · Page · Statehouse');
  });

  test('one press opens a room in two windows', async () => {
    const page = await visit('/');
    const [second] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Open a room in two windows' }).click(),
    ]);
    await page.getByRole('textbox', { name: 'Text' }).waitFor();
    await second.getByRole('textbox', { name: 'Text' }).waitFor();
    expect([pathOf(page), pathOf(second)]).toEqual(['/page/welcome', '/page/welcome']);
    await page.getByRole('list', { name: '2 here' }).waitFor();
  });

  test('whoever is in a room stands on the plan, with a name, until they leave it', async () => {
    const plan = await visit('/');
    const rooms = plan.getByRole('main').getByRole('list', { name: 'Rooms' });
    await eventually(() => rooms.locator('[data-lit="true"]').count()).toBe(openRooms.length);
    const guest = await openWindow(await house.visitor(), house.dev.url, { document: 'welcome' });
    const name = await guest.page
      .getByRole('list', { name: '1 here' })
      .getByRole('img')
      .getAttribute('aria-label');
    const dots = rooms.getByRole('list', { name: '1 in Welcome' });
    await dots.waitFor();
    expect(await dots.getByRole('img').getAttribute('aria-label')).toBe(name?.replace(' (you)', ''));
    await rooms.getByText('Saturday at the allotment').waitFor();
    await guest.page.getByRole('link', { name: 'Plan', exact: true }).click();
    await dots.waitFor({ state: 'detached' });
    await guest.page.getByRole('link', { name: 'Roadmap' }).click();
    // A house without samples has no board there yet.
    const maker = guest.page.getByRole('button', { name: 'Make this board' });
    await maker.or(guest.page.locator('.board-plane')).first().waitFor();
    if (await maker.isVisible()) await maker.click();
    await rooms.getByRole('list', { name: '1 in Roadmap' }).waitFor();
    expect(await rooms.getByRole('list', { name: /in Welcome/ }).count()).toBe(0);
  });

  test('a room goes dark while the server is away', async () => {
    const plan = await visit('/');
    const lit = plan.locator('[data-lit="true"]');
    await eventually(() => lit.count()).toBe(openRooms.length);
    await house.dev.control('/dev/kill');
    await eventually(() => lit.count()).toBe(0);
    await house.dev.control('/dev/restart');
    await eventually(() => lit.count()).toBe(openRooms.length);
  });

  test('an address that leads nowhere says so, and leads back', async () => {
    const page = await visit('/attic/stairs');
    expect(await heading(page).textContent()).toBe('No such room');
    expect(await page.getByRole('main').textContent()).toContain('/attic/stairs');
    await page.getByRole('link', { name: 'Back to the floor plan' }).click();
    expect(await heading(page).textContent()).toBe('Floor plan');
    expect(pathOf(page)).toBe('/');
  });

  test('old links lead to the page, and this window stays who it is', async () => {
    const page = await visit('/?doc=shopping&window=one&as=visitor');
    expect(pathOf(page)).toBe('/page/shopping?window=one&as=visitor');
    expect(await heading(page).textContent()).toBe('shopping');
    await page.getByRole('link', { name: 'Plan', exact: true }).click();
    expect(pathOf(page)).toBe('/?window=one&as=visitor');
    const link = page.getByRole('link', { name: 'Welcome' });
    expect(await link.getAttribute('href')).toBe('/page/welcome?as=visitor');
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      link.click({ button: 'middle' }),
    ]);
    await other.waitForURL('**/page/welcome?as=visitor');
    expect(pathOf(page)).toBe('/?window=one&as=visitor');
  });

  test('back and forward lead through the house, and to where one had scrolled', async () => {
    const page = await visit('/', { viewport: PHONE });
    const main = page.getByRole('main');
    await eventually(() => main.evaluate((element) => element.scrollHeight)).toBeGreaterThan(1_500);
    // What is looked at stays in view while the page's font and what is in the rooms arrive above it: the place moves.
    await page.evaluate(async () => void (await document.fonts.ready));
    await page.getByText('Connection: live').waitFor({ state: 'attached' });
    await main.evaluate((element) => element.scrollTo(0, 600));
    await eventually(() => main.evaluate((element) => element.scrollTop)).toBeGreaterThan(500);
    const left = await main.evaluate((element) => element.scrollTop);
    await page.getByRole('navigation').getByRole('link', { name: 'Page' }).click();
    await page.getByRole('textbox', { name: 'Text' }).waitFor();
    expect(await main.evaluate((element) => element.scrollTop)).toBe(0);
    await page.goBack();
    await eventually(() => heading(page).textContent()).toBe('Floor plan');
    await eventually(async () =>
      Math.abs((await main.evaluate((element) => element.scrollTop)) - left),
    ).toBeLessThan(30);
    expect(await focused(page)).toBe('Floor plan');
    await page.goForward();
    await eventually(() => heading(page).textContent()).toBe('Welcome');
  });

  test('the tour ticks what it sees, step by step, and stays closed once it is closed', async () => {
    const [here, there] = [await house.visitor(), await house.visitor()];
    const ada = await openWindow(here, house.dev.url, { document: 'tour', withTour: true });
    const tour = ada.page.getByRole('complementary', { name: 'Tour' });
    const step = (title: string) => tour.getByText(title, { exact: true }).waitFor();
    await step('Open a second window');
    const ben = await openWindow(there, house.dev.url, { document: 'tour' });
    await step('Cut the network, and edit both');
    await ada.addLine('Water the beans');
    await eventually(() => ben.lines()).toEqual(['Water the beans']);
    await ada.network('cut');
    await eventually(() => ada.pill.textContent()).toContain('offline');
    await ada.page.getByRole('textbox', { name: 'Line 1' }).press('End');
    await ada.page.keyboard.insertText(' tonight');
    await step('Come back');
    await ben.page.getByRole('button', { name: 'Delete “Water the beans”' }).click();
    await ada.network('live');
    await step('Look at a conflict');
    await eventually(() => ada.pill.textContent()).toBe('Connection: live1 conflict');
    await ada.pill.click();
    await ada.page.getByRole('list', { name: 'Conflicts' }).waitFor();
    await ada.page.keyboard.press('Escape');
    await step('That is the house');
    await tour.getByRole('button', { name: 'Close the tour' }).click();
    await tour.waitFor({ state: 'detached' });
    await ada.page.reload();
    await ada.text.waitFor();
    expect(await tour.count()).toBe(0);
    await ada.page.getByRole('button', { name: 'Show the keys' }).click();
    await ada.page.getByRole('button', { name: 'Show the tour again' }).click();
    await tour.waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious on the plan, in a room and before a wall, in %s',
    async (colorScheme) => {
      await openWindow(await house.visitor(), house.dev.url, { document: 'welcome' });
      for (const path of ['/', '/page/welcome', '/attic']) {
        const page = await visit(path, { viewport: WIDE, colorScheme });
        await eventually(() => page.getByTestId('connection').textContent()).toBe('Connection: live');
        if (path === '/') await page.getByRole('list', { name: '1 in Welcome' }).waitFor();
        if (path === '/page/welcome') await page.getByRole('complementary', { name: 'Tour' }).waitFor();
        expect({ path, serious: await seriousProblems(page) }).toEqual({ path, serious: [] });
      }
    },
  );

  test('nothing on a phone is wider than the phone, and the rail lies along the bottom', async () => {
    for (const path of ['/', '/page/welcome', '/attic']) {
      const page = await visit(path, { viewport: PHONE, hasTouch: true });
      // What stands in a room's place until it is open gives way to it.
      if (path === '/page/welcome') await page.getByRole('textbox', { name: 'Text' }).waitFor();
      for (const place of ['html', 'main', 'header']) {
        const { scrollWidth } = await page
          .locator(place)
          .first()
          .evaluate((element) => ({ scrollWidth: element.scrollWidth }));
        expect({ path, place, scrollWidth }).toEqual({ path, place, scrollWidth: PHONE.width });
      }
      const rail = await page.getByRole('navigation', { name: 'Rooms' }).boundingBox();
      expect((rail?.y ?? 0) + (rail?.height ?? 0)).toBe(PHONE.height);
    }
  });
});
