import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  openAdmin,
  openAgain,
  openPanel,
  renameRow,
  rows,
  setServer,
  signIn,
  titles,
} from './admin-window.ts';
import { openHouse } from './open-house.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`the office in several windows of one browser${reason}`, () => {
  const house = openHouse({ data: 'none' });

  test('what two windows decide while both are offline is sent once each, and both show the same', async () => {
    const context = await house.visitor();
    const one = await openAdmin(house, { context });
    const other = await openAgain(house, context);
    const watcher = await openAdmin(house, { moderator: 'tomas' });
    const taken = changesTaken(context);
    await context.setOffline(true);
    await renameRow(one, 0, 'Named in the one window');
    await renameRow(other, 1, 'Named in the other window');
    await renameRow(one, 0, 'Named in the one window, again');
    for (const page of [one, other]) {
      await openPanel(page, 'Queue');
      await eventually(() => page.getByTestId('queued').count()).toBe(3);
      await row(page, 'Named in the other window').waitFor();
      await row(page, 'Named in the one window, again').waitFor();
    }
    await context.setOffline(false);
    for (const page of [one, other]) await page.getByText('Nothing waits.').waitFor();
    await row(watcher, 'Named in the one window, again').waitFor();
    await row(watcher, 'Named in the other window').waitFor();
    await eventually(async () => JSON.stringify(await titles(one))).toBe(
      JSON.stringify(await titles(watcher)),
    );
    await eventually(async () => JSON.stringify(await titles(other))).toBe(
      JSON.stringify(await titles(watcher)),
    );
    expect(taken.map(({ title }) => title).sort()).toEqual([
      'Named in the one window',
      'Named in the one window, again',
      'Named in the other window',
    ]);
    expect(new Set(taken.map(({ key }) => key)).size).toBe(3);
  });

  test('when the window that sends is closed with something waiting, the other one sends it, once', async () => {
    const context = await house.visitor();
    const sender = await openAdmin(house, { context });
    const other = await openAgain(house, context);
    const watcher = await openAdmin(house, { moderator: 'tomas' });
    const taken = changesTaken(context);
    await context.setOffline(true);
    await renameRow(sender, 2, 'Left by the first window');
    await openPanel(other, 'Queue');
    await eventually(() => other.getByTestId('queued').count()).toBe(1);
    await sender.close();
    await context.setOffline(false);
    await row(watcher, 'Left by the first window').waitFor();
    await other.getByText('Nothing waits.').waitFor();
    expect(taken.map(({ title }) => title)).toEqual(['Left by the first window']);
  });

  test('who signs out leaves what waits for when they are back; the next moderator is told, and sends nothing of it', async () => {
    const context = await house.visitor();
    const page = await openAdmin(house, { context });
    const taken = changesTaken(context);
    await setServer(page, 'Away');
    await renameRow(page, 0, 'Decided by Mara');
    await openPanel(page, 'Queue');
    await eventually(() => page.getByTestId('queued').count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('alertdialog').getByText('One change has not been sent.').waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out, keep it' }).click();
    await page.getByText('mara has left one change on this device.').waitFor();
    await setServer(page, 'Well');
    await signIn(page, 'tomas');
    await rows(page).first().waitFor();
    expect(await row(page, 'Decided by Mara').count()).toBe(0);
    await renameRow(page, 1, 'Decided by Tomas');
    await openPanel(page, 'Queue');
    await page.getByText('Nothing waits.').waitFor();
    await page.getByText('mara has left one change on this device.').waitFor();
    await eventually(async () => taken.map(({ title }) => title)).toEqual(['Decided by Tomas']);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, 'mara');
    await row(page, 'Decided by Mara').waitFor();
    await openPanel(page, 'Queue');
    await page.getByText('Nothing waits.').waitFor();
    expect(taken.map(({ title }) => title)).toEqual(['Decided by Tomas', 'Decided by Mara']);
  });
});

function row(page: Page, title: string) {
  return page.locator('[data-post]').filter({ has: page.getByText(title, { exact: true }) });
}

interface Taken {
  readonly title: string;
  readonly key: string;
}

/** The changes of posts that the server has taken from the windows of a browser, from now on. */
function changesTaken(context: BrowserContext): readonly Taken[] {
  const taken: Taken[] = [];
  context.on('response', (response) => {
    const request = response.request();
    if (request.method() !== 'PATCH' || !response.ok()) return;
    const { title = '' }: { title?: string } = request.postDataJSON();
    taken.push({ title, key: request.headers()['idempotency-key'] ?? '' });
  });
  return taken;
}
