import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type DashboardWindow, openDashboard } from './dashboard-window.ts';
import { openHouse } from './open-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually, openWindow } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };

describe.skipIf(browserPath === undefined)(`the dashboard${reason}`, () => {
  const house = openHouse({ isWatched: true });

  async function visit(options: BrowserContextOptions = WIDE): Promise<DashboardWindow> {
    return openDashboard(await house.visitor(options), house.dev.url);
  }

  test('figures are those of the running server: they move when somebody comes and writes in another window', async () => {
    const { now, page } = await visit();
    await eventually(async () => Number(await now('Connected', 'Sessions'))).toBeGreaterThan(0);
    const before = Number(await now('Connected', 'Sessions'));
    const writer = await openWindow(await house.visitor(), house.dev.url, { document: 'figures' });
    await eventually(async () => Number(await now('Connected', 'Sessions'))).toBe(before + 1);
    await writer.typeAt('end', 'Somebody writes a sentence that is long enough to be seen in the figures.');
    await eventually(() => now('Edits', 'Submissions')).not.toMatch(/^(0\/s|–)$/);
    await page.keyboard.press('t');
    const highest = page
      .getByRole('row', { name: /Commit to disk: median/ })
      .getByRole('cell')
      .last();
    await eventually(() => highest.textContent()).toMatch(/ ms$/);
    await writer.page.close();
    await page.keyboard.press('t');
    await eventually(async () => Number(await now('Connected', 'Sessions'))).toBe(before);
  });

  test('who stops the picture sees it stand still, and afterwards everything that came meanwhile', async () => {
    const { page, held, now, card } = await visit();
    await eventually(() => now('Memory', 'Heap')).toMatch(/MB$/);
    await page.getByRole('button', { name: 'Pause' }).click();
    const words = await card('Memory').getByRole('img').getAttribute('aria-label');
    await eventually(async () => Number.parseInt((await held.textContent()) ?? '', 10)).toBeGreaterThan(2);
    expect(await card('Memory').getByRole('img').getAttribute('aria-label')).toBe(words);
    await page.keyboard.press('p');
    await held.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await eventually(() => card('Memory').getByRole('img').getAttribute('aria-label')).not.toBe(words);
  });

  test('a server that is killed is missed, spared, and found again; the new run is told apart', async () => {
    const { page, stream, circuit } = await visit();
    await eventually(() => circuit.textContent()).toBe('closed');
    await house.dev.control('/dev/kill');
    await eventually(() => stream.textContent()).toMatch(/^(Lost|Trying again)/);
    await eventually(() => circuit.textContent()).toMatch(/^open, \d s$/);
    await page.getByText(/The last good answer is of \d\d:\d\d:\d\d/).waitFor();
    await house.dev.control('/dev/restart');
    await eventually(() => stream.textContent()).toBe('Streaming');
    await page.getByText(/^Another run of the server since/).waitFor();
    await eventually(() => circuit.textContent()).toBe('closed');
  });

  test.each(['button', 'key'] as const)(
    'of a burst of ten thousand events, by %s, each is counted, while the page goes on drawing',
    async (start) => {
      const { page, card } = await visit();
      if (start === 'button') await page.getByRole('button', { name: '10,000 events' }).click();
      else await page.keyboard.press('b');
      await eventually(() => card('Burst').getAttribute('data-burst')).toBe('over');
      expect(await page.getByTestId('burst-counted').textContent()).toBe('10,000');
      expect(await page.getByTestId('burst-shown').textContent()).toBe('10,000');
      const note = await card('Burst').locator('.card-note').textContent();
      expect(note).toContain('Hall 2,500, Attic 2,500, Cellar 2,500, Garden 2,500.');
      // A busy machine may hold up a frame; a burst that blocked the page would be one or two long ones.
      expect(Number(/(\d+) frames in/.exec(note ?? '')?.[1])).toBeGreaterThan(3);
      expect(Number(/the longest (\d+) ms/.exec(note ?? '')?.[1])).toBeLessThan(400);
      await eventually(() => page.getByTestId('announcer').textContent()).toMatch(/^10000 events counted/);
    },
  );

  test('everything can be done by keyboard, and the keys are listed', async () => {
    const { page } = await visit();
    await page.keyboard.press('t');
    expect(await page.getByRole('table').getByRole('rowheader').count()).toBe(12);
    await page.keyboard.press('t');
    await page.getByRole('table').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Pause and resume').waitFor();
    await page.keyboard.press('Escape');
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious, in %s', async (colorScheme) => {
    const { page } = await visit({ ...WIDE, colorScheme });
    await page.keyboard.press('b');
    await eventually(() => page.locator('[data-burst="over"]').count()).toBe(1);
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('t');
    await page.keyboard.press('p');
    expect(await seriousProblems(page)).toEqual([]);
  });

  test('nothing on a phone is wider than the phone, in charts and in the table', async () => {
    const { page } = await visit({ ...PHONE, hasTouch: true });
    for (const shape of ['charts', 'table']) {
      if (shape === 'table') await page.keyboard.press('t');
      for (const place of ['html', 'main', 'header', 'nav']) {
        const element = page.locator(place).first();
        const { scrollWidth } = await element.evaluate((one) => ({ scrollWidth: one.scrollWidth }));
        expect({ shape, place, scrollWidth }).toEqual({ shape, place, scrollWidth: PHONE.viewport.width });
      }
    }
  });
});
