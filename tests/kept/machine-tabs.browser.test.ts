import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserPath } from '../browser/launch-browser.ts';
import type {} from './pages/machine-page.ts';
import { realTabs } from './real-tabs.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const PATIENCE = { timeout: 20_000 };

describe.skipIf(browserPath === undefined)(`a machine that tabs of a real browser share${reason}`, () => {
  /** Calls of the bank that have no answer yet, in their order. */
  let calls: Route[];
  /** Which keys the bank has heard of, as often as it has. */
  let keys: (string | null)[];
  const tabs = realTabs(async (context) => {
    calls = [];
    keys = [];
    await context.route('**/charge?*', (route) => {
      calls.push(route);
      keys.push(new URL(route.request().url()).searchParams.get('key'));
    });
  });
  const open = () => tabs.open('machine', 'machine');

  /** A tab that leads, and one that follows. */
  async function twoTabs(): Promise<readonly [leader: Page, follower: Page]> {
    const leader = await open();
    await expect.poll(() => roleOf(leader), PATIENCE).toBe('leader');
    const follower = await open();
    await expect.poll(() => roleOf(follower), PATIENCE).toBe('follower');
    return [leader, follower];
  }

  test('runs in the one that leads, and is shown in the other that sends to it', async () => {
    const [leader, follower] = await twoTabs();
    await follower.evaluate(() => globalThis.machine?.pay());
    expect(await valuesIn(leader, follower)).toEqual(['held', 'held']);
    await expect.poll(() => calls.length, PATIENCE).toBe(1);
    expect(calls[0]?.request().frame().page()).toBe(leader);
    await calls[0]?.fulfill({ body: 'receipt 1' });
    await expect.poll(() => valuesIn(leader, follower), PATIENCE).toEqual(['paid', 'paid']);
    expect(await receiptIn(follower)).toBe('receipt 1');
    expect(keys).toHaveLength(1);
    await rest(leader, follower);
  });

  test('waits for what remains of a delay in the other, when the one that led is closed', async () => {
    const [leader, follower] = await twoTabs();
    await follower.evaluate(() => globalThis.machine?.pay());
    await leader.close({ runBeforeUnload: false });
    expect(await valuesIn(follower)).toEqual(['held']);
    await expect.poll(() => calls.length, PATIENCE).toBe(1);
    expect(calls[0]?.request().frame().page()).toBe(follower);
    await calls[0]?.fulfill({ body: 'receipt 2' });
    await expect.poll(() => receiptIn(follower), PATIENCE).toBe('receipt 2');
    expect(keys).toHaveLength(1);
  });

  test('makes a call again under the same key, when the one that led is closed while it waits', async () => {
    const [leader, follower] = await twoTabs();
    const third = await open();
    await follower.evaluate(() => globalThis.machine?.pay());
    await expect.poll(() => calls.length, PATIENCE).toBe(1);
    // What calls is kept before the tab ends: a state that nobody else heard of is nobody's.
    await expect.poll(() => valuesIn(follower, third), PATIENCE).toEqual(['charging', 'charging']);
    await leader.close({ runBeforeUnload: false });
    await expect.poll(() => calls.length, PATIENCE).toBe(2);
    expect(new Set(keys).size).toBe(1);
    await calls[1]?.fulfill({ body: 'receipt 3' });
    await expect.poll(() => valuesIn(follower, third), PATIENCE).toEqual(['paid', 'paid']);
    await rest(follower, third);
    // Another visit finds it paid, and calls nobody.
    await Promise.all([follower.close(), third.close()]);
    const later = await open();
    expect(await receiptIn(later)).toBe('receipt 3');
    expect(keys).toHaveLength(2);
  });
});

/** Waits until all tabs have the same and it is durable. */
async function rest(...pages: readonly Page[]): Promise<void> {
  const areSaved = () =>
    Promise.all(pages.map((page) => page.evaluate(() => globalThis.machine?.isSaved() === true)));
  await expect.poll(areSaved, PATIENCE).toEqual(pages.map(() => true));
  const [first, ...others] = await Promise.all(
    pages.map((page) => page.evaluate(() => globalThis.machine?.state())),
  );
  expect(first).toBeDefined();
  expect(others).toEqual(others.map(() => first));
}

function valuesIn(...pages: readonly Page[]): Promise<unknown[]> {
  return Promise.all(pages.map((page) => page.evaluate(() => globalThis.machine?.shown().value)));
}

function receiptIn(page: Page): Promise<string | undefined> {
  return page.evaluate(() => globalThis.machine?.shown().receipt);
}

function roleOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => globalThis.machine?.role());
}
