import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listenForComplaints } from './complaints.ts';
import { type DevServer, startDev, temporaryFolder } from './dev-process.ts';
import { browserPath, eventually, launchBrowser, openWindow, settled, type Window } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const screenshots = process.env.STATEHOUSE_SCREENSHOTS ?? join(tmpdir(), 'statehouse-screenshots');

describe.skipIf(browserPath === undefined)(`the page in a real browser${reason}`, () => {
  const data = temporaryFolder();
  let browser: Browser;
  let dev: DevServer;
  /** One browser profile a person, kept over the tests: what it has loaded once it has. */
  const profiles: BrowserContext[] = [];
  let people = 0;
  let contexts: BrowserContext[] = [];
  let documents = 0;
  let document = '';

  beforeAll(async () => {
    dev = await startDev(data.path);
    browser = await launchBrowser(browserPath ?? '');
    mkdirSync(screenshots, { recursive: true });
  });

  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
    data.remove();
  });

  beforeEach(() => {
    documents += 1;
    document = `page-${documents}`;
  });

  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await Promise.all(profiles.flatMap((profile) => profile.pages().map((page) => page.close())));
    contexts = [];
    people = 0;
  });

  /** Opens a window of one more person. */
  async function open(name = document): Promise<Window> {
    const person = people;
    people += 1;
    const profile = profiles[person] ?? (await browser.newContext());
    profiles[person] = profile;
    return openWindow(profile, dev.url, { document: name });
  }

  test('undo and redo touch only what this window did, in the text and in the list', async () => {
    const [ada, ben] = [await open(), await open()];
    await ada.text.focus();
    await ada.page.keyboard.insertText('Ada.');
    await settled(ada, ben);
    await ben.typeAt('end', ' Ben.');
    await ben.addLine('Ben’s line');
    await settled(ada, ben);
    await ada.text.press('Control+z');
    expect((await settled(ada, ben)).content).toBe(' Ben.');
    await ada.text.press('Control+Shift+z');
    expect((await settled(ada, ben)).content).toBe('Ada. Ben.');
    await eventually(async () => {
      await ben.page.getByRole('button', { name: 'Undo' }).click();
      return ben.lines();
    }).toEqual([]);
    expect(await settled(ada, ben)).toMatchObject({ content: 'Ada. Ben.', lines: [] });
  });

  test('the list works by keyboard alone', async () => {
    const window = await open();
    const { keyboard } = window.page;
    await window.page.getByRole('button', { name: 'Add a line' }).press('Enter');
    await window.page.locator('.task-title:focus').waitFor();
    for (const [index, title] of ['one', 'two', 'three'].entries()) {
      if (index > 0) await keyboard.press('Enter');
      await eventually(() => window.page.locator('.task-title:focus').inputValue()).toBe('');
      await keyboard.type(title);
    }
    await keyboard.press('Alt+ArrowUp');
    await eventually(() => window.lines()).toEqual(['one', 'three', 'two']);
    await keyboard.press('ArrowUp');
    await eventually(() => window.page.locator('.task-title:focus').inputValue()).toBe('one');
    await window.page.getByRole('checkbox', { name: 'one' }).press('Space');
    await window.page.getByRole('button', { name: 'Move “one”' }).press('ArrowDown');
    await eventually(() => window.lines()).toEqual(['three', '✓ one', 'two']);
    await keyboard.press('ArrowDown');
    await eventually(() => window.lines()).toEqual(['three', 'two', '✓ one']);
    await window.page.getByRole('textbox', { name: 'Line 2' }).focus();
    for (let letters = 'two'.length; letters >= 0; letters -= 1) await keyboard.press('Backspace');
    await eventually(() => window.lines()).toEqual(['three', '✓ one']);
    await eventually(() => window.page.locator('.task-title:focus').inputValue()).toBe('three');
  });

  test('a line is dragged to its place, and the others see it', async () => {
    const [ada, ben] = [await open(), await open()];
    for (const title of ['one', 'two', 'three']) await ada.addLine(title);
    await settled(ada, ben);
    const handle = await ada.page.getByRole('button', { name: 'Move “three”' }).boundingBox();
    const target = await ada.page.getByRole('button', { name: 'Move “one”' }).boundingBox();
    if (handle === null || target === null) throw new Error('the handles are not on the page');
    await ada.page.mouse.move(handle.x + 8, handle.y + 20);
    await ada.page.mouse.down();
    await ada.page.mouse.move(target.x + 8, target.y + 5, { steps: 8 });
    await ada.page.mouse.up();
    expect((await settled(ada, ben)).lines).toEqual(['three', 'one', 'two']);
  });

  test('a composition under way survives what others write', async () => {
    const [ada, ben] = [await open(), await open()];
    await ada.typeAt(0, 'ab');
    await settled(ada, ben);
    await ada.text.evaluate((field) => field instanceof HTMLTextAreaElement && field.setSelectionRange(1, 1));
    const devtools = await ada.page.context().newCDPSession(ada.page);
    await devtools.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 });
    await ben.typeAt(0, '>> ');
    await eventually(() => ben.content()).toBe('>> aかb');
    expect(await ada.content()).toBe('aかb');
    await devtools.send('Input.imeSetComposition', { text: 'かき', selectionStart: 2, selectionEnd: 2 });
    expect(await ada.content()).toBe('aかきb');
    await devtools.send('Input.insertText', { text: '柿' });
    expect((await settled(ada, ben)).content).toBe('>> a柿b');
    expect(
      await ada.text.evaluate((field) => field instanceof HTMLTextAreaElement && field.selectionStart),
    ).toBe(5);
  });

  test('characters outside the basic plane stay whole', async () => {
    const [ada, ben] = [await open(), await open()];
    await ada.text.focus();
    await ada.page.keyboard.insertText('a😀b👩‍👩‍👧c');
    await settled(ada, ben);
    await ben.text.evaluate((field) => field instanceof HTMLTextAreaElement && field.setSelectionRange(1, 3));
    await ben.text.focus();
    await ben.page.keyboard.insertText('😁');
    expect((await settled(ada, ben)).content).toBe('a😁b👩‍👩‍👧c');
  });

  test('each window shows the other person, and where they are', async () => {
    const [ada, ben] = [await open(), await open()];
    await ada.typeAt(0, 'hello');
    await settled(ada, ben);
    const people = ben.page.getByRole('list', { name: '2 here' });
    await people.waitFor();
    const other = await people.getByRole('img').nth(1).getAttribute('aria-label');
    const self = await people.getByRole('img').nth(0).getAttribute('aria-label');
    expect(self).toMatch(/ \(you\)$/);
    await eventually(() => ben.page.getByTestId('remote-caret').getAttribute('data-name')).toBe(other);
    expect(await ada.page.getByTestId('remote-caret').count()).toBe(0);
    await ada.page.close();
    await ben.page.getByRole('list', { name: '1 here' }).waitFor();
    await eventually(() => ben.page.getByTestId('announcer').textContent()).toContain('has left');
  });

  test('who may only read is told so, sees everything and can change nothing', async () => {
    const writer = await open();
    await writer.typeAt(0, 'For all to read.');
    await writer.addLine('a line');
    await settled(writer);
    const reader = await open();
    await reader.page.goto(`${dev.url}page/${document}?as=visitor`);
    await eventually(() => reader.pill.textContent()).toContain('read only');
    expect(await reader.content()).toBe('For all to read.');
    await reader.text.focus();
    await reader.page.keyboard.type('no');
    expect(await reader.content()).toBe('For all to read.');
    expect(await reader.page.getByRole('button', { name: 'Add a line' }).count()).toBe(0);
    expect(await reader.page.getByRole('checkbox').isDisabled()).toBe(true);
  });

  test('what could not take effect is shown with what was written, and can be taken back', async () => {
    const [ada, ben] = [await open(), await open()];
    await ada.addLine('Paint the shed');
    await settled(ada, ben);
    await ben.network('cut');
    await eventually(() => ben.pill.textContent()).toContain('offline');
    await ben.page.getByRole('textbox', { name: 'Line 1' }).press('End');
    await ben.page.keyboard.insertText(' green');
    await ada.page.getByRole('button', { name: 'Delete “Paint the shed”' }).click();
    await settled(ada);
    await ben.network('live');
    await eventually(() => ben.pill.textContent()).toBe('Connection: live1 conflict');
    expect(await ben.lines()).toEqual([]);
    await ben.pill.click();
    const conflict = ben.page.getByRole('list', { name: 'Conflicts' }).getByRole('listitem');
    expect(await conflict.textContent()).toContain('Somebody deleted the line that you changed.');
    expect(await conflict.getByRole('definition').first().textContent()).toBe(' green');
    expect(await conflict.getByRole('time').textContent()).toMatch(/just now| ago/);
    await conflict.getByRole('button', { name: 'Take mine' }).click();
    await eventually(() => ben.pill.textContent()).toBe('Connection: live');
    expect((await settled(ada, ben)).lines).toEqual(['green']);
  });

  test('the panel kills the server, which stays down, and starts it again', async () => {
    const window = await open();
    await window.pill.click();
    await window.page.getByRole('button', { name: 'Kill' }).click();
    await eventually(() => window.page.getByTestId('dev-server').textContent()).toContain('killed by you');
    await eventually(() => window.pill.textContent()).toMatch(/reconnecting/);
    await window.page.keyboard.press('Escape');
    await window.typeAt(0, 'Written while it was down.');
    await eventually(() => window.pill.textContent()).toMatch(/waiting/);
    await window.pill.click();
    await window.page.getByRole('button', { name: 'Restart' }).click();
    await window.page.keyboard.press('Escape');
    expect((await settled(window)).content).toBe('Written while it was down.');
  });

  test('a new document has its sample once, though two windows open it at the same moment', async () => {
    const [ada, ben] = await Promise.all([open('welcome'), open('welcome')]);
    const { content, lines } = await settled(ada, ben);
    expect(content.match(/Saturday at the allotment/g)).toHaveLength(1);
    expect(lines).toHaveLength(5);
  });

  test.each([
    ['wide-light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
    ['wide-dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
    ['narrow-light', { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true }],
    ['narrow-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true }],
  ] as const)(
    'fits a %s window, asks no other host, and says nothing on the console',
    async (name, options) => {
      const other = await open('welcome');
      const context = await browser.newContext(options);
      contexts.push(context);
      const complaints = listenForComplaints();
      complaints.watch(context, dev.url, { isSilent: true });
      const window = await openWindow(context, dev.url, { document: 'welcome' });
      await settled(other, window);
      await other.text.focus();
      await other.text.evaluate(
        (field) => field instanceof HTMLTextAreaElement && field.setSelectionRange(60, 84),
      );
      await window.page.getByTestId('remote-caret').first().waitFor();
      expect(await window.page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBe(
        options.viewport.width,
      );
      await window.page.screenshot({ animations: 'disabled', path: join(screenshots, `${name}.png`) });
      await window.pill.click();
      await window.page.getByTestId('dev-server').getByText('running').waitFor();
      await window.page.screenshot({ animations: 'disabled', path: join(screenshots, `${name}-panel.png`) });
      complaints.expectNone();
    },
  );
});
