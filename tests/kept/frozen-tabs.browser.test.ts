import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath } from '../browser/launch-browser.ts';
import { type FreezableBrowser, type FreezableTab, launchFreezable } from './freezable-browser.ts';
import { type PageServer, servePage } from './page-server.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`a store that tabs share, of which one is frozen${reason}`, () => {
  let folder = '';
  let server: PageServer;
  let browser: FreezableBrowser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'statehouse-frozen-'));
    [server, browser] = await Promise.all([servePage(), launchFreezable(browserPath ?? '', folder)]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('has another leader at once, and has lost nothing when the first one wakes', async () => {
    const [leader, one] = [await open(), await open()];
    expect([await roleOf(leader), await roleOf(one)]).toEqual(['leader', 'follower']);
    // The last of these may not be durable yet when it is frozen.
    await leader.read(`shared.change('leader', 20)`);
    await leader.freeze();
    await one.read(`shared.change('one', 50)`);
    await expect.poll(() => roleOf(one), { timeout: 10_000 }).toBe('leader');
    await one.read('shared.flush()');
    await leader.thaw();
    await leader.read(`shared.change('awake', 10)`);
    const tabs = [leader, one];
    await expect
      .poll(() => Promise.all(tabs.map((tab) => tab.read('shared.status().isSaved'))), { timeout: 20_000 })
      .toEqual([true, true]);
    expect(await one.read('shared.hash()')).toBe(await leader.read('shared.hash()'));
    expect(await one.read('shared.ids().length')).toBe(80);
    expect(await roleOf(leader)).toBe('follower');
  });

  async function open(): Promise<FreezableTab> {
    const tab = await browser.open(`${server.url}?do=share`);
    await expect.poll(() => tab.read('globalThis.shared !== undefined'), { timeout: 20_000 }).toBe(true);
    return tab;
  }
});

function roleOf(tab: FreezableTab): Promise<unknown> {
  return tab.read('shared.status().role');
}
