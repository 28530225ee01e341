import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserPath } from '../browser/launch-browser.ts';
import type {} from './pages/shared-page.ts';
import { realTabs } from './real-tabs.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`a store that tabs of a real browser share${reason}`, () => {
  const tabs = realTabs();
  const open = () => tabs.open('share', 'shared');

  test('is the same in two tabs that change it at once, and one of them leads', async () => {
    const [one, other] = [await open(), await open()];
    expect([await roleOf(one), await roleOf(other)]).toEqual(['leader', 'follower']);
    await Promise.all([change(one, 'one', 200), change(other, 'other', 200)]);
    await rest(one, other);
    expect((await idsOf(one)).toSorted()).toEqual(
      [...idsFrom('one', 200), ...idsFrom('other', 200)].toSorted(),
    );
  });

  test('goes on in another tab when the leader is closed in the middle of its changes', async () => {
    const [leader, one, other] = [await open(), await open(), await open()];
    await change(leader, 'leader', 20);
    const changing = change(one, 'one', 100);
    await leader.close({ runBeforeUnload: false });
    await changing;
    await rest(one, other);
    expect(await idsOf(one)).toEqual(
      expect.arrayContaining([...idsFrom('leader', 20), ...idsFrom('one', 100)]),
    );
    expect([await roleOf(one), await roleOf(other)].toSorted()).toEqual(['follower', 'leader']);
  });

  test('goes on when the leader hangs without notice, and nothing is written over when it wakes', async () => {
    const [leader, one] = [await open(), await open()];
    await change(leader, 'leader', 20);
    const devtools = await hang(leader, tabs.context);
    await change(one, 'one', 50);
    await expect.poll(() => roleOf(one), { timeout: 15_000 }).toBe('leader');
    await flush(one);
    await devtools.send('Debugger.resume');
    await devtools.send('Debugger.disable');
    await change(leader, 'awake', 10);
    await rest(leader, one);
    expect((await idsOf(one)).toSorted()).toEqual(
      [...idsFrom('leader', 20), ...idsFrom('one', 50), ...idsFrom('awake', 10)].toSorted(),
    );
    expect(await roleOf(leader)).toBe('follower');
    // Another visit finds it all.
    await leader.close();
    await one.close();
    const later = await open();
    expect(await idsOf(later)).toHaveLength(80);
  });
});

/** Stops a page in its tracks, as an endless loop would. */
async function hang(page: Page, context: BrowserContext): Promise<CDPSession> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Debugger.enable');
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
  await devtools.send('Debugger.pause');
  await paused;
  return devtools;
}

/** Waits until all tabs have the same and it is durable. */
async function rest(...pages: readonly Page[]): Promise<void> {
  await expect
    .poll(() => Promise.all(pages.map((page) => page.evaluate(() => globalThis.shared?.status().isSaved))), {
      timeout: 20_000,
    })
    .toEqual(pages.map(() => true));
  const hashes = await Promise.all(pages.map((page) => page.evaluate(() => globalThis.shared?.hash())));
  expect(new Set(hashes).size).toBe(1);
}

function idsFrom(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${name}.${at}`);
}

async function change(page: Page, name: string, times: number): Promise<void> {
  await page.evaluate(([name, times]) => globalThis.shared?.change(name, times), [name, times] as const);
}

async function idsOf(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(() => globalThis.shared?.ids())) ?? [];
}

async function roleOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => globalThis.shared?.status().role);
}

async function flush(page: Page): Promise<void> {
  await page.evaluate(() => globalThis.shared?.flush());
}
