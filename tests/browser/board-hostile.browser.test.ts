import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { type BoardWindow, goToBoard, settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const SCRIPT =
  '<img src="https://evil.example/x.png" onerror="window.ran = true"><script>window.ran = true</script>';

describe.skipIf(browserPath === undefined)(`a board and what should not be on it${reason}`, () => {
  const house = boardHouse('hostile');
  const box = { id: 'box', kind: 'rectangle', color: 'iris' } as const;
  const corner = { id: 'corner', kind: 'ellipse', x: 300, y: 200, width: 80, height: 80 } as const;

  /** It still does what a person wants of it, and soon. */
  async function stillWorks(window: BoardWindow): Promise<void> {
    const startMs = Date.now();
    await window.draw('Rectangle', { x: -60, y: 180 }, { x: 20, y: 240 });
    await window.page.keyboard.press('Delete');
    await settledBoards(window);
    // Far more than it takes, far less than a person would wait for a page that hangs.
    expect(Date.now() - startMs).toBeLessThan(5_000);
    expect(await window.page.evaluate(() => 'ran' in globalThis)).toBe(false);
  }

  test('a file that is too large, none at all or broken is refused in words, and nothing is stored', async () => {
    await house.make([box, corner]);
    const ada = await house.open('Ada');
    const { page } = ada;
    await page.getByLabel('Picture files').evaluate((field) => {
      if (!(field instanceof HTMLInputElement)) return;
      const files = new DataTransfer();
      const bytes = new Uint8Array(51 * 1_048_576);
      files.items.add(new File([bytes], 'wall.png', { type: 'image/png' }));
      field.files = files.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await eventually(() => ada.notice()).toBe(
      '“wall.png” has 51 MB; boards take pictures of up to 20 MB. Make it smaller and try again.',
    );
    await choose(page, 'words.txt', 'text/plain', 'no picture');
    await eventually(() => ada.notice()).toMatch(/^“words\.txt” is no picture: boards take PNG/);
    await choose(page, 'broken.png', 'image/png', 'not a png at all');
    await eventually(() => ada.notice()).toBe('“broken.png” cannot be read as a picture.');
    const { document, leave } = await house.join('late');
    expect([document.snapshot.table('images').size, document.snapshot.table('elements').size]).toEqual([
      0, 2,
    ]);
    await leave();
    await stillWorks(ada);
  });

  test('an SVG with scripts becomes pixels, and its scripts never run', async () => {
    await house.make([box, corner]);
    const ada = await house.open('Ada');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60" onload="window.ran = true; parent.ran = true">
      <script>window.ran = true; top.ran = true</script>
      <image href="https://evil.example/pixel.png" width="10" height="10"/>
      <rect width="80" height="60" fill="teal" onclick="window.ran = true"/></svg>`;
    await choose(ada.page, 'trap.svg', 'image/svg+xml', svg);
    const picture = ada.page.getByRole('img', { name: 'trap.svg' });
    await picture.waitFor();
    expect(await picture.getAttribute('src')).toMatch(/^data:image\/(webp|png);base64,[\w+/]+=*$/);
    await settledBoards(ada);
    const { document, leave } = await house.join('late');
    const [stored] = document.snapshot.table('images').all();
    expect(stored?.source).toMatch(/^data:image\/(webp|png);base64,/);
    expect([stored?.width, stored?.height]).toEqual([80, 60]);
    await leave();
    const inside = '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/>';
    const page = svg.replace('<rect', `<foreignObject width="9" height="9">${inside}</foreignObject><rect`);
    await choose(ada.page, 'page.svg', 'image/svg+xml', page);
    await eventually(() => ada.notice()).toMatch(/^“page\.svg” holds parts of web pages.*PNG/);
    await stillWorks(ada);
  });

  test('five million letters are refused in words on the board, in the notes and on an element', async () => {
    await house.make([box, corner], 'Short.');
    const ada = await house.open('Ada');
    await paste(ada.page, '.stage', 5_000_000);
    await eventually(() => ada.notice()).toBe(
      'This text has 5.0 million characters; a sticky note takes 20,000. Paste it into the notes instead.',
    );
    await ada.openNotes();
    await paste(ada.page, '.notes .cm-content', 5_000_000);
    await eventually(() => ada.notice()).toMatch(
      /^This paste has .*nothing was pasted.*paste a part of it\.$/,
    );
    expect((await ada.shown()).notes).toBe('Short.');
    await ada.page.getByRole('button', { name: 'Close the notes' }).click();
    await ada.write('box');
    await paste(ada.page, '.label-editor textarea', 5_000_000);
    await eventually(() => ada.notice()).toMatch(/^This text has 5\.0 million characters; .* 20,000/);
    await ada.page.keyboard.type('still');
    await ada.page.keyboard.press('Escape');
    expect((await ada.element('box')).label).toBe('still');
    await stillWorks(ada);
  });

  test('markup in labels, notes, a board’s name and a person’s is shown as it was written', async () => {
    await house.make([{ ...box, label: SCRIPT }, corner], SCRIPT);
    const { document, leave } = await house.join('guest');
    document.transact((tx) => tx.boards.modify('board', { title: SCRIPT.slice(0, 80) }));
    document.presence.set({ name: SCRIPT.slice(0, 60), color: 4, data: { at: [0, 150], sel: ['box'] } });
    await document.whenSynced();
    const ada = await house.open('Ada', 'live', SCRIPT.slice(0, 40));
    const { page } = ada;
    await ada.openNotes();
    await page.locator('[data-peer]').waitFor();
    expect((await ada.element('box')).label).toBe(SCRIPT);
    expect((await ada.shown()).notes).toBe(SCRIPT);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(SCRIPT.slice(0, 80));
    expect(await page.locator('[data-peer]').textContent()).toBe(SCRIPT.slice(0, 60));
    await page
      .locator('.people')
      .getByRole('img', { name: SCRIPT.slice(0, 60), exact: true })
      .waitFor();
    expect(
      await page.locator('main img[src*=evil], header img, .people img, script[src*=evil]').count(),
    ).toBe(0);
    await page.getByRole('button', { name: 'Close the notes' }).click();
    await leave();
    await stillWorks(ada);
  });

  test('a board that nobody has made says so, leads back, and can be made', async () => {
    const page = await (await house.profile('Visitor')).newPage();
    const name = 'no <b>such</b> board';
    await page.goto(new URL(`/board/${encodeURIComponent(name)}`, house.dev.url).href);
    await page.getByText(`There is no board “${name}”.`).waitFor();
    await page.getByRole('link', { name: 'Back to the floor plan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Floor plan' }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Make this board' }).click();
    await page.getByTestId('stage').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
    await page.getByText('An empty board').waitFor();
    const { document, leave } = await house.join('late', `board/${name}`);
    expect(document.snapshot.table('boards').get('board')?.title).toBe(name);
    await leave();
    await page.close();
  });

  test('what another client shows of itself is taken for what it is, and breaks nothing', async () => {
    await house.make([box, corner]);
    const ada = await house.open('Ada');
    const { document, leave } = await house.join('prankster');
    const odd = [
      { at: ['x', {}], sel: [1, null, 'box', 'not there', '__proto__'], drag: 'box' },
      {
        at: [1e308, -1e308],
        sel: { length: 3 },
        drag: [['box', 1e12, 0, 1, 1, 0], ['box', 0, 0, -5, 5, 0], 7],
      },
      { at: [0], sel: [['box']], drag: [['__proto__', 0, 0, 1, 1, 0], ['box'], [null]] },
      [1, 2, 3],
      'text',
      { drag: Array.from({ length: 100 }, () => ['box', 1, 2, 3, 4, 5]) },
    ];
    for (const data of odd) {
      document.presence.set({ name: 'Prankster', color: 11, data });
      await ada.page.waitForTimeout(120);
    }
    document.presence.set({ name: 'Prankster', color: 11, data: { at: [10, 130] } });
    await ada.page.locator('[data-peer="Prankster"]').waitFor();
    await eventually(() => ada.element('box')).toMatchObject({ x: 0, y: 0, width: 160, height: 100 });
    await leave();
    await stillWorks(ada);
  });

  test('hostile elements of another client are shown harmlessly, and no other host is asked', async () => {
    await house.make([box, corner]);
    const ada = await house.open('Ada');
    const sources = [
      'https://evil.example/tracker.png',
      '//evil.example/tracker.png',
      '/dev/kill',
      'javascript:window.ran=true',
      'data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPXRydWU8L3NjcmlwdD4=',
      `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" onload="ran=1"/>')}`,
      'data:image/png;base64,AAAA" onerror="window.ran = true',
    ];
    const asked: string[] = [];
    ada.page.on('request', (request) => asked.push(request.url()));
    const { document, leave } = await house.join('prankster');
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => document.transact((tx) => tx.elements.modify('box', { x: bad }))).toThrow();
    document.transact(
      (tx) => {
        for (const [index, source] of sources.entries()) {
          const image = tx.images.insert({ name: SCRIPT, source, width: 10, height: 10 });
          const place = { x: index * 30 - 150, y: -80, width: 25, height: 25 };
          tx.elements.insert({ id: `image-${index}`, kind: 'image', ...place, label: '', image });
        }
        const usual = { kind: 'note', x: 0, y: 0, width: 90, height: 90, label: 'odd' } as const;
        tx.elements.insert({ ...usual, label: 'long '.repeat(20_000), x: -200, y: 120 });
        tx.elements.insert({ ...usual, width: 1e300, height: 1e300, x: -1e300, y: -1e300 });
        tx.elements.insert({ ...usual, kind: 'frame', width: -500, height: -500, x: 40 });
        tx.elements.insert({ ...usual, kind: 'diamond', width: 0, height: 0, rotation: 1e300 });
        tx.elements.insert({ ...usual, kind: 'ellipse', x: 1e15, y: -1e15, rotation: -1e9 });
        tx.elements.insert({ ...usual, kind: 'text', x: Number.MAX_VALUE, width: Number.MAX_VALUE });
      },
      { split: true },
    );
    await document.whenSynced();
    await eventually(() => ada.page.locator('[data-kind="image"]').count()).toBe(sources.length);
    expect(await ada.page.locator('[data-kind="image"] img').count()).toBe(0);
    await ada.stage.focus();
    for (const key of ['.', ',', 'Control+a', 'Escape', '+', '-', '0']) await ada.page.keyboard.press(key);
    const { board } = house;
    house.next();
    await house.make([box, corner]);
    await goToBoard(ada, house.board);
    await goToBoard(ada, board);
    await eventually(() => ada.page.locator('.stage').count()).toBe(1);
    expect(await ada.page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(asked.filter((url) => /evil|dev\/kill|javascript/.test(url))).toEqual([]);
    await goToBoard(ada, house.board);
    await leave();
    await stillWorks(ada);
  });

  /** Puts an element on a board that shows an address as its picture. */
  async function putTrap(name: string): Promise<void> {
    const { document, leave } = await house.join('prankster', name);
    document.transact((tx) => {
      const image = tx.images.insert({
        name: 'x',
        source: 'https://evil.example/y.png',
        width: 9,
        height: 9,
      });
      tx.elements.insert({ kind: 'image', x: 0, y: 0, width: 90, height: 90, label: SCRIPT, image });
    });
    await document.whenSynced();
    await leave();
  }

  test('a board so full that it is painted asks no other host either', async () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      id: `dot-${index}`,
      x: (index % 36) * 20 - 360,
      y: Math.floor(index / 36) * 20 - 250,
      width: 15,
      height: 15,
    }));
    await house.make(many);
    await putTrap(`board/${house.board}`);
    const ada = await house.open('Ada');
    await eventually(() => ada.page.locator('.stage-canvas').isVisible()).toBe(true);
    await ada.page.waitForTimeout(300);
    expect(await ada.page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });

  test('the plan asks no other host for what a board shows as a picture', async () => {
    await putTrap('board/roadmap');
    const context = await house.browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).host));
    await page.goto(house.dev.url);
    await page.locator('.board-picture .mini').first().waitFor();
    await page.waitForTimeout(500);
    await context.close();
    expect(asked).not.toContain('evil.example');
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});

function choose(page: Page, name: string, mimeType: string, content: string): Promise<void> {
  const file = { name, mimeType, buffer: Buffer.from(content) };
  return page.getByLabel('Picture files').setInputFiles(file);
}

/** Pastes so many letters, as the browser would hand them over. */
async function paste(page: Page, selector: string, length: number): Promise<void> {
  await page.locator(selector).evaluate((target, letters) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'letters! '.repeat(letters / 9 + 1).slice(0, letters));
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, length);
}
