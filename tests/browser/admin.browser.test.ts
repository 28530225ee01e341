import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openAdmin, openPanel, renameFirst, rows, setServer, titles } from './admin-window.ts';
import { openHouse } from './open-house.ts';
import { seriousProblems } from './serious-problems.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const NARROW = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(`the office in a real browser${reason}`, () => {
  const house = openHouse({ data: 'none', isWatched: true });

  test('a wrong password is told in words, and the right one opens the desk; the cookie is not for scripts', async () => {
    const page = await (await house.visitor()).newPage();
    await page.goto(new URL('/admin', house.dev.url).href);
    await page.getByLabel('Password').fill('sesame');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Name or password are not right.').waitFor();
    await page.getByRole('button', { name: 'Fill it in' }).click();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await rows(page).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/posts');
    const [session] = (await page.context().cookies()).filter(({ name }) => name === 'office-session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to the office' }).waitFor();
  });

  test('filters find posts, and are as they were after a reload', async () => {
    const page = await openAdmin(house);
    await page.getByRole('radio', { name: 'All' }).click();
    await page.getByText(/^1–20 of \d+ posts$/).waitFor();
    const word = ((await titles(page))[0] ?? '').split(' ')[0] ?? '';
    await page.getByRole('searchbox', { name: 'Search titles and authors' }).fill(word);
    const expected = async () => {
      const texts = await rows(page).allTextContents();
      return texts.length > 0 && texts.every((text) => text.toLowerCase().includes(word.toLowerCase()));
    };
    await eventually(expected).toBe(true);
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'By title' }).click();
    await eventually(async () => {
      const shown = (await titles(page)).map((title) => title.toLowerCase());
      return JSON.stringify(shown) === JSON.stringify([...shown].sort());
    }).toBe(true);
    const before = await titles(page);
    await page.reload();
    await rows(page).first().waitFor();
    await eventually(() => titles(page)).toEqual(before);
    expect(await page.getByRole('searchbox').inputValue()).toBe(word);
    await page.getByRole('searchbox').fill('nothing has this');
    await page.getByText('No post fits these filters.').waitFor();
    await page.getByRole('button', { name: 'Take the filters away' }).click();
    await page.getByText(/^1–20 of \d+ posts$/).waitFor();
  });

  test('while the server is slow a new title shows in each list at once, with an amber edge until it is taken', async () => {
    const page = await openAdmin(house);
    await setServer(page, 'Slow');
    await renameFirst(page, 'A title that was given slowly');
    const row = page.locator('[data-post]', { hasText: 'A title that was given slowly' });
    await row.waitFor({ timeout: 1_500 });
    await eventually(() => row.getAttribute('data-pending')).toBe('true');
    expect(await page.locator('.office-pane-title').textContent()).toBe('A title that was given slowly');
    await eventually(() => row.getAttribute('data-pending')).toBe('false');
    await page.getByRole('radio', { name: 'All' }).click();
    await page.locator('[data-post]', { hasText: 'A title that was given slowly' }).waitFor();
    await setServer(page, 'Well');
  });

  test('what a failing server does not take is put back, and told with its reason', async () => {
    const page = await openAdmin(house);
    const [before = ''] = await titles(page);
    await openPanel(page, 'Server');
    await page.getByRole('combobox', { name: 'While it fails' }).click();
    await page.getByRole('option', { name: 'every answer' }).click();
    await setServer(page, 'Failing');
    await page.locator('[data-post-link]').first().focus();
    await page.keyboard.press('a');
    await eventually(async () => (await titles(page)).includes(before)).toBe(false);
    await page.getByText(`Approve “${before}”: not done. The server fails because it was told to.`).waitFor();
    await eventually(async () => (await titles(page))[0]).toBe(before);
    await setServer(page, 'Well');
  });

  test('what is decided while the server is away waits, survives a reload, and is sent once', async () => {
    const page = await openAdmin(house);
    const other = await openAdmin(house, { moderator: 'tomas' });
    await setServer(page, 'Away');
    await renameFirst(page, 'Decided in a tunnel');
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await openPanel(page, 'Queue');
    await eventually(() => page.getByTestId('queued').count()).toBe(2);
    await page.reload();
    await openPanel(page, 'Queue');
    await eventually(() => page.getByTestId('queued').count()).toBe(2);
    expect(await page.getByTestId('queued').first().textContent()).toContain('Decided in a tunnel');
    expect(await other.getByText('Decided in a tunnel').count()).toBe(0);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') sent.push(request.headers()['idempotency-key'] ?? '');
    });
    await setServer(page, 'Well');
    await other.locator('[data-post]', { hasText: 'Decided in a tunnel' }).waitFor();
    await openPanel(page, 'Queue');
    await page.getByText('Nothing waits.').waitFor();
    await eventually(() =>
      other.locator('[data-post]', { hasText: 'Decided in a tunnel' }).textContent(),
    ).toContain('locked');
    expect(new Set(sent).size).toBe(2);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    // Otherwise it goes with the window, and the next test finds a post that keeps its title.
    const isLocked = async () =>
      (await other.locator('[data-post]', { hasText: 'Decided in a tunnel' }).textContent())?.includes(
        'locked',
      );
    await eventually(isLocked).toBe(false);
  });

  test('a change can be taken out of the queue, and is shown no more', async () => {
    const page = await openAdmin(house);
    const [before = ''] = await titles(page);
    await setServer(page, 'Away');
    await renameFirst(page, 'Thought better of it');
    await openPanel(page, 'Queue');
    await page.getByTestId('queued').getByRole('button', { name: 'Take it out' }).click();
    await page.getByText('Nothing waits.').waitFor();
    await eventually(() => page.locator('.office-pane-title').textContent()).toBe(before);
    await setServer(page, 'Well');
  });

  test('what another moderator does comes in by the stream, and as a notice', async () => {
    const [page, other] = [await openAdmin(house), await openAdmin(house, { moderator: 'tomas' })];
    await renameFirst(other, 'Renamed by Tomas');
    await page.locator('[data-post]', { hasText: 'Renamed by Tomas' }).waitFor();
    await other.getByRole('textbox', { name: 'Your note' }).fill('Have a look at this one.');
    await other.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: /^Notices/ }).click();
    const notice = page.locator('.office-notices li', {
      hasText: 'tomas wrote a note on “Renamed by Tomas”.',
    });
    await notice.waitFor();
    await notice.getByRole('link', { name: 'Open the post' }).click();
    await page.getByText('Have a look at this one.').waitFor();
  });

  test('the past is shown as it was, nothing can be changed in it, and it ends with what has come of it', async () => {
    const page = await openAdmin(house);
    const [before = ''] = await titles(page);
    await renameFirst(page, 'What it is called now');
    await page.locator('[data-post]', { hasText: 'What it is called now' }).waitFor();
    await openPanel(page, 'History');
    await page.locator('.office-history button', { hasText: 'Posts came' }).last().click();
    await page.getByText(/^This is how it was at/).waitFor();
    await eventually(async () => (await titles(page))[0]).toBe(before);
    expect(
      await page.locator('.office-desk').evaluate((desk) => desk instanceof HTMLElement && desk.inert),
    ).toBe(true);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.locator('[data-post]', { hasText: 'What it is called now' }).waitFor();
    expect(await page.getByText(/^This is how it was at/).count()).toBe(0);
  });

  test('users are suspended and found again, and notices are marked', async () => {
    const page = await openAdmin(house, { moderator: 'ines' });
    await page.getByRole('link', { name: 'Users' }).click();
    const name = (await page.locator('[data-user] .office-title').first().textContent()) ?? '';
    await page.getByRole('button', { name: `Suspend ${name}` }).click();
    await page.getByRole('radio', { name: 'Suspended' }).click();
    await page.locator('[data-user]', { hasText: name }).waitFor();
    await page.getByRole('button', { name: `Reinstate ${name}` }).click();
    await page.getByText('Nobody is suspended.').waitFor();
    await page.getByRole('link', { name: /^Notices/ }).click();
    const notice = page.locator('.office-notices li', { hasText: `ines reinstated ${name}.` });
    await notice.getByRole('button', { name: 'Mark as read' }).click();
    await eventually(() => notice.getAttribute('data-read')).toBe('true');
  });

  test('works by keyboard: to the next post, chosen, approved, opened and closed', async () => {
    const page = await openAdmin(house, { moderator: 'ines' });
    const [first = '', second = '', third = ''] = await titles(page);
    await page.locator('[data-post-link]').first().focus();
    await page.keyboard.press('j');
    expect(await focusedTitle(page)).toBe(second);
    await page.keyboard.press('a');
    await eventually(() => focusedTitle(page)).toBe(third);
    await page.keyboard.press('k');
    expect(await focusedTitle(page)).toBe(first);
    await page.keyboard.press('x');
    await page.getByText('1 chosen').waitFor();
    await page.keyboard.press('x');
    await page.keyboard.press('Enter');
    await page.locator('.office-pane-title', { hasText: first }).waitFor();
    await page.getByRole('button', { name: 'Close the post' }).click();
    await page.locator('.office-pane').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByText('Approve, hide or lock the post').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s', async (colorScheme) => {
    const context = await house.visitor({ colorScheme });
    const page = await openAdmin(house, { context });
    expect(await seriousProblems(page)).toEqual([]);
    await page.locator('[data-post-link]').first().click();
    await page.locator('.office-pane-title').waitFor();
    for (const panel of ['Queue', 'History', 'Server', 'Usage'] as const) {
      await openPanel(page, panel);
      expect(await seriousProblems(page)).toEqual([]);
    }
    for (const section of ['Users', 'Notices']) {
      await page.getByRole('link', { name: new RegExp(`^${section}`) }).click();
      await page.locator('.office-list[aria-busy="false"]').waitFor();
      expect(await seriousProblems(page)).toEqual([]);
    }
  });

  test('on a phone the list, the post and the panels take turns, and nothing is wider than the screen', async () => {
    const page = await openAdmin(house, { viewport: NARROW });
    expect(await widerThanWindow(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.locator('[data-post-link]').first().click();
    await page.locator('.office-pane-title').waitFor();
    expect(await rows(page).first().isVisible()).toBe(false);
    expect(await widerThanWindow(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    for (const panel of ['Queue', 'History', 'Server', 'Usage'] as const) {
      await openPanel(page, panel);
      expect(await widerThanWindow(page)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Close the panel' }).click();
    await page.getByRole('button', { name: 'All posts' }).click();
    await rows(page).first().waitFor();
  });
});

function focusedTitle(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.textContent ?? null);
}

/** What begins or ends outside of the window, seen or not; long lines of code may. */
function widerThanWindow(page: Page): Promise<readonly string[]> {
  return page.locator(':root, header, main, main *:not(pre *, .visually-hidden)').evaluateAll((all) =>
    all.flatMap((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      const isOut = width > 0 && (left < 0 || right > innerWidth);
      return isOut ? [`${each.tagName} ${each.className}: ${left} to ${right}`] : [];
    }),
  );
}

/** What a finger can miss: what is to be pressed and is under 24 pixels wide or high. Links inside of sentences may be. */
function smallTargets(page: Page): Promise<readonly string[]> {
  return page
    .locator('main, .office-tools')
    .locator('button:not(p button), input:not([aria-hidden]), textarea, a:not(p a)')
    .evaluateAll((all) =>
      all.flatMap((each) => {
        // Whoever hits its label or its field hits it.
        const target = each.closest('label, .rt-TextFieldRoot') ?? each;
        const { width, height } = target.getBoundingClientRect();
        const isShown = width > 0 && height > 0;
        const name = each.getAttribute('aria-label') ?? each.textContent;
        return isShown && (width < 24 || height < 24) ? [`${name}: ${width} × ${height}`] : [];
      }),
    );
}
