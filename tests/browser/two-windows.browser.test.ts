import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DevServer, startDev, temporaryFolder } from './dev-process.ts';
import { browserPath, eventually, launchBrowser, openWindow, settled } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';

describe.skipIf(browserPath === undefined)(`two windows in a real browser${reason}`, () => {
  const data = temporaryFolder();
  let browser: Browser;
  let dev: DevServer;
  let here: BrowserContext;
  let there: BrowserContext;
  let documents = 0;
  let document = '';

  beforeAll(async () => {
    dev = await startDev(data.path);
    browser = await launchBrowser(browserPath ?? '');
    here = await browser.newContext();
    there = await browser.newContext();
  });

  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
    data.remove();
  });

  beforeEach(() => {
    documents += 1;
    document = `document-${documents}`;
  });

  afterEach(async () => {
    await Promise.all([...here.pages(), ...there.pages()].map((page) => page.close()));
  });

  const open = async () =>
    Promise.all([
      openWindow(here, dev.url, { document, label: `here-${documents}` }),
      openWindow(there, dev.url, { document, label: `there-${documents}` }),
    ]);

  test('edit the same text and the same list at once and end the same', async () => {
    const [ada, ben] = await open();
    await ada.typeAt(0, 'The middle stays.');
    await settled(ada, ben);
    await Promise.all([
      ada.typeAt(0, 'Ada writes at the front. '),
      ben.typeAt('end', ' Ben writes at the back.'),
    ]);
    const text = await settled(ada, ben);
    expect(text.content).toBe('Ada writes at the front. The middle stays. Ben writes at the back.');
    await Promise.all([ada.addLine('from Ada'), ben.addLine('from Ben')]);
    const both = await settled(ada, ben);
    expect([...both.lines].sort()).toEqual(['from Ada', 'from Ben']);
    await Promise.all([
      ada.page.getByRole('checkbox', { name: 'from Ada' }).click(),
      ben.page
        .getByRole('button', { name: 'Move “from Ben”' })
        .press(both.lines[0] === 'from Ben' ? 'ArrowDown' : 'ArrowUp'),
    ]);
    const { lines } = await settled(ada, ben);
    const reversed = [...both.lines].reverse();
    expect(lines).toEqual(reversed.map((line) => (line === 'from Ada' ? '✓ from Ada' : line)));
  });

  test('typing at the very same place keeps both runs whole', async () => {
    const [ada, ben] = await open();
    await Promise.all([ada.typeAt(0, 'aaaaaaaaaaaaaaaa'), ben.typeAt(0, 'bbbbbbbbbbbbbbbb')]);
    const { content } = await settled(ada, ben);
    expect(content).toMatch(/^(a{16}b{16}|b{16}a{16})$/);
  });

  test('one is cut off, both go on, and nothing is lost when it is back', async () => {
    const [ada, ben] = await open();
    await ada.typeAt(0, 'Before. ');
    await settled(ada, ben);
    await ben.network('cut');
    await eventually(() => ben.pill.textContent()).toContain('offline');
    await Promise.all([ada.typeAt('end', 'Ada, online. '), ben.typeAt('end', 'Ben, offline. ')]);
    await Promise.all([ada.addLine('online line'), ben.addLine('offline line')]);
    await eventually(() => ben.pill.textContent()).toMatch(/offline · \d+ waiting/);
    expect(await ada.content()).not.toContain('Ben, offline.');
    expect(await ben.content()).not.toContain('Ada, online.');
    expect(await (await fetch(new URL('/healthz', dev.url))).json()).toEqual({ status: 'ok' });
    await ben.network('live');
    const { content, lines } = await settled(ada, ben);
    expect(
      [...content.matchAll(/Before\. |Ada, online\. |Ben, offline\. /g)].map(([run]) => run).sort(),
    ).toEqual(['Ada, online. ', 'Before. ', 'Ben, offline. ']);
    expect(content).toHaveLength('Before. Ada, online. Ben, offline. '.length);
    expect([...lines].sort()).toEqual(['offline line', 'online line']);
  });

  test('an offline window that is closed and opened again still has its edits', async () => {
    const [ada, ben] = await open();
    await ada.typeAt(0, 'Shared. ');
    await settled(ada, ben);
    await ben.network('cut');
    await ben.typeAt('end', 'Written offline. ');
    await ben.addLine('added offline');
    await eventually(() => ben.pill.textContent()).toMatch(/offline · \d+ waiting/);
    await eventually(() => ben.pill.getAttribute('data-saved')).toBe('device');
    await ben.page.close();
    const again = await openWindow(there, dev.url, { document, label: `there-${documents}` });
    expect(await again.content()).toBe('Shared. Written offline. ');
    expect(await again.lines()).toEqual(['added offline']);
    await eventually(() => again.pill.textContent()).toMatch(/waiting/);
    await ada.typeAt('end', 'Ada meanwhile. ');
    expect(await ada.content()).not.toContain('offline');
    await again.network('live');
    const { content, lines } = await settled(ada, again);
    expect([
      content.length,
      content.includes('Written offline. '),
      content.includes('Ada meanwhile. '),
    ]).toEqual(['Shared. Written offline. Ada meanwhile. '.length, true, true]);
    expect(lines).toEqual(['added offline']);
  });

  test('the server is killed in the middle of typing, and every letter is there once', async () => {
    const [ada, ben] = await open();
    const alphabet = 'the quick brown fox jumps over the lazy dog; ';
    const writing = Promise.all([ada.typeAt(0, alphabet.repeat(3)), ben.addLine(alphabet.repeat(3))]);
    for (let kills = 0; kills < 3; kills += 1) {
      process.kill(await dev.serverPid(), 'SIGKILL');
      await new Promise((done) => setTimeout(done, 700));
    }
    await writing;
    const { content, lines } = await settled(ada, ben);
    expect(content).toBe(alphabet.repeat(3));
    expect(lines).toEqual([alphabet.repeat(3)]);
  });
});
