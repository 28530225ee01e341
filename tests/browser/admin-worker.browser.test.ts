import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openAdmin, openPanel } from './admin-window.ts';
import { until } from './dev-process.ts';
import { openHouse } from './open-house.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`what leaves the office by itself${reason}`, () => {
  const house = openHouse({ data: 'none', isWatched: true });

  test('usage is counted only with the consent, shown as it was sent, and what was typed is not in it', async () => {
    const page = await openAdmin(house);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/usage/')) sent.push(request.postData() ?? '');
    });
    await page.getByRole('radio', { name: 'All' }).click();
    await openPanel(page, 'Usage');
    await page.getByText('Nothing. Whoever works here has not been counted.').waitFor();
    const consent = page.getByRole('switch', { name: 'Count what I do here' });
    expect(await consent.getAttribute('aria-checked')).toBe('false');
    await consent.click();
    await page.getByRole('searchbox').fill('something private');
    const line = page.locator('.office-usage li', { hasText: 'Chose other posts' });
    await line.getByText('redacted').waitFor();
    expect(sent.join()).not.toContain('private');
    await page.reload();
    await openPanel(page, 'Usage');
    expect(await consent.getAttribute('aria-checked')).toBe('true');
    await consent.click();
    expect(await consent.getAttribute('aria-checked')).toBe('false');
  });

  test('what is counted offline is sent once by the worker, when no window is open any more', async () => {
    const context = await house.visitor();
    const senders: string[] = [];
    context.on('response', (response) => {
      if (!response.url().includes('/usage/') || !response.ok()) return;
      senders.push(response.request().serviceWorker() === null ? 'a window' : 'the worker');
    });
    const page = await openAdmin(house, { context, moderator: 'ines' });
    const plan = await context.newPage();
    await plan.goto(house.dev.url);
    const workers = await listenForWorkers(plan);
    const registrationId = await until('the worker is there', async () => workers.active());
    await openPanel(page, 'Usage');
    await page.getByRole('switch', { name: 'Count what I do here' }).click();
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('link', { name: 'Posts' }).click();
    await openPanel(page, 'Queue');
    await page.getByTestId('queued').filter({ hasText: 'Usage:' }).waitFor();
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    const user = await plan.evaluate(() => localStorage.getItem('statehouse.user'));
    const wake = () =>
      workers.session.send('ServiceWorker.dispatchSyncEvent', {
        ...{ origin: new URL(house.dev.url).origin, registrationId },
        ...{ tag: `statehouse-offline:waiting/office/${user}/ines`, lastChance: false },
      });
    const watcher = await openAdmin(house, { moderator: 'tomas' });
    await openPanel(watcher, 'Usage');
    await wake();
    await eventually(async () => {
      await watcher.reload();
      await openPanel(watcher, 'Usage');
      return visitsCounted(watcher);
    }).toBe('2');
    await wake();
    await watcher.reload();
    await openPanel(watcher, 'Usage');
    expect(await visitsCounted(watcher)).toBe('2');
    expect(senders).toEqual(['the worker']);
  });
});

/** How often somebody went to a list, as the panel shows it. */
async function visitsCounted(page: Page): Promise<string | undefined> {
  await page.locator('.office-usage').waitFor({ state: 'attached' });
  const line = page.locator('.office-usage li', { hasText: 'Went to a list' });
  await line.waitFor({ timeout: 2_000 }).catch(() => {});
  return (await line.locator('.numbers').allTextContents())[0];
}

/** The workers that a browser knows, by way of its devtools. */
async function listenForWorkers(
  page: Page,
): Promise<{ readonly session: CDPSession; active(): string | undefined }> {
  const session = await page.context().newCDPSession(page);
  let registrationId: string | undefined;
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const version of versions)
      if (version.status === 'activated') registrationId = version.registrationId;
  });
  await session.send('ServiceWorker.enable');
  return { session, active: () => registrationId };
}
