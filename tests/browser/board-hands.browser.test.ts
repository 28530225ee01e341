import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { type BoardWindow, type Point, settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const PHONE = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)(`a board by keyboard, by finger and by clipboard${reason}`, () => {
  const house = boardHouse('hands');

  const kinds = async (window: BoardWindow) => (await window.shown()).elements.map(({ kind }) => kind).sort();
  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
  const pasteboard = { permissions: ['clipboard-read', 'clipboard-write'] };

  test('a small board is built, changed and left without a mouse', async () => {
    await house.make();
    const ada = await house.open('Ada');
    const { keyboard } = ada.page;
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await keyboard.press(key);
    };
    expect(await focused(ada.page)).toBe('Board');
    await press('n', 'Enter');
    await ada.page.locator('.label-editor textarea').waitFor();
    await keyboard.type('By keyboard?');
    await press('Escape');
    await press('Shift+ArrowLeft', 'Shift+ArrowLeft', 'ArrowUp', 'Alt+ArrowRight', 'Alt+ArrowDown', ']', '8');
    await eventually(() => ada.element('By keyboard?')).toMatchObject({
      kind: 'note',
      x: -122,
      y: -91,
      width: 196,
      height: 196,
      rotation: 15,
      color: 'red',
    });
    await press('Escape', 'r', 'Enter');
    await press('Control+a', 'g');
    await eventually(async () => {
      const { elements } = await ada.shown();
      const frame = elements.find(({ kind }) => kind === 'frame');
      return elements.map(({ kind, parent }) => [kind, parent !== null && parent === frame?.id]);
    }).toEqual([
      ['frame', false],
      ['note', true],
      ['rectangle', true],
    ]);
    await press('Escape', '.', '.', '.', 'Control+d');
    await eventually(() => kinds(ada)).toEqual(['frame', 'note', 'rectangle', 'rectangle']);
    await press('Delete');
    await eventually(() => kinds(ada)).toEqual(['frame', 'note', 'rectangle']);
    await press('Control+z');
    await eventually(() => kinds(ada)).toEqual(['frame', 'note', 'rectangle', 'rectangle']);
    await press('Control+Shift+z');
    await press('.', '.');
    await eventually(() => focused(ada.page)).toBe('Sticky note: By keyboard?');
    await press('Enter');
    await ada.page.locator('.label-editor textarea').waitFor();
    await keyboard.type(' Yes.');
    await press('Escape');
    await eventually(() => ada.element('By keyboard? Yes.')).toMatchObject({ kind: 'note' });
    const zoom = ada.page.getByRole('button', { name: 'Zoom to 100%' });
    await press('+');
    await eventually(() => zoom.textContent()).toBe('125%');
    await press('-', '0');
    await eventually(() => zoom.textContent()).toBe('100%');
    await press('?');
    await ada.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await press('Escape');
    await ada.page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await settledBoards(ada);
  });

  test('letters that are typed before the field is on the page stand on the note', async () => {
    await house.make();
    const ada = await house.open('Ada');
    expect(await focused(ada.page)).toBe('Board');
    const isOpen = await ada.stage.evaluate((stage) => {
      // All in one task: no frame comes between.
      for (const key of ['n', 'Enter', 'T', 'o', ' '])
        stage.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      return document.querySelector('.label-editor') !== null;
    });
    expect(isOpen).toBe(false);
    const field = ada.page.locator('.label-editor textarea');
    await field.waitFor();
    await ada.page.keyboard.type('do');
    await ada.page.keyboard.press('Escape');
    const { elements } = await settledBoards(ada);
    expect(elements.map(({ kind, label }) => [kind, label])).toEqual([['note', 'To do']]);
  });

  test('Tab leaves the stage for the tools, and leads to the notes and back', async () => {
    await house.make([{ id: 'box' }], 'Notes. ');
    const ada = await house.open('Ada');
    const { keyboard } = ada.page;
    await ada.stage.focus();
    await keyboard.press('Tab');
    expect(await focused(ada.page)).toBe('Select');
    await keyboard.press('Shift+Tab');
    expect(await focused(ada.page)).toBe('Board');
    await eventually(async () => {
      await keyboard.press('Shift+Tab');
      return focused(ada.page);
    }).toMatch(/Notes/);
    await keyboard.press('Enter');
    await ada.notes.waitFor();
    await eventually(async () => {
      await keyboard.press('Tab');
      return focused(ada.page);
    }).toBe('Notes');
    await keyboard.press('Control+End');
    await keyboard.type('Written.');
    await eventually(async () => (await ada.shown()).notes).toBe('Notes. Written.');
    await keyboard.press('Tab');
    expect(await focused(ada.page)).not.toBe('Notes');
  });

  test('fingers move the board, select, drag, zoom and select more', async () => {
    await house.make([
      { id: 'one', kind: 'rectangle', x: -150, y: -200, width: 120, height: 90 },
      { id: 'two', kind: 'ellipse', x: 30, y: -40, width: 100, height: 100 },
      { id: 'low', kind: 'note', x: -100, y: 200, width: 60, height: 60 },
    ]);
    await house.profile('Finn', { viewport: PHONE, hasTouch: true, isMobile: true });
    const finn = await house.open('Finn');
    const hand = await handOn(finn.page);
    const selected = finn.page.locator('.inspector-count');
    const place = (id: string) => finn.middleOf(id);

    const before = await place('two');
    const { y: lowest } = await place('low');
    await hand.swipe({ x: 300, y: lowest }, { x: 260, y: lowest - 30 });
    const after = await place('two');
    expect([Math.round(after.x - before.x), Math.round(after.y - before.y)]).toEqual([-40, -30]);
    expect(await finn.element('two')).toMatchObject({ x: 30, y: -40 });
    await hand.tap(await place('two'));
    await eventually(() => selected.textContent()).toBe('1 selected');
    const from = await place('two');
    await hand.swipe(from, { x: from.x - 20, y: from.y + 50 });
    await eventually(async () => (await finn.element('two')).y).toBeGreaterThan(-10);
    expect(await finn.element('one')).toMatchObject({ x: -150, y: -200 });
    await hand.hold(await place('one'), 700);
    await eventually(() => selected.textContent()).toBe('2 selected');
    const zoom = async () =>
      Number(/\d+/.exec((await finn.page.locator('.zoom-value').textContent()) ?? '')?.[0]);
    const near = await zoom();
    await hand.pinch({ x: 195, y: 420 }, 60, 120);
    await eventually(zoom).toBeGreaterThan(near * 1.8);
    expect(await zoom()).toBeLessThan(near * 2.2);
    await hand.pinch({ x: 195, y: 420 }, 120, 60);
    expect((await finn.shown()).elements).toHaveLength(3);
    expect(await finn.page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    const tools = finn.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button');
    expect(await tools.count()).toBe(9);
    for (const tool of await tools.all()) {
      await tool.scrollIntoViewIfNeeded();
      const box = await tool.boundingBox();
      expect(box === null ? 0 : box.x).toBeGreaterThanOrEqual(0);
      expect(box === null ? Infinity : box.x + box.width).toBeLessThanOrEqual(PHONE.width);
      expect(box === null ? Infinity : box.y + box.height).toBeLessThanOrEqual(PHONE.height);
      await tool.click({ trial: true });
    }
    await settledBoards(finn);
  });

  test('what is copied or cut on one board is pasted on another, and plain text becomes a note', async () => {
    await house.make([
      { id: 'frame', kind: 'frame', width: 300, height: 200, label: 'Plan' },
      { id: 'box', x: 40, y: 50, width: 120, height: 80, label: 'Copied', color: 'pink', parent: 'frame' },
      { id: 'cut', kind: 'ellipse', x: 400, width: 100, height: 100, label: 'Cut' },
    ]);
    const from = await house.open('Ada');
    await (await house.profile('Ada')).grantPermissions(pasteboard.permissions);
    const { x, y } = await from.toPage({ x: 250, y: 170 });
    await from.page.mouse.click(x, y);
    await from.page.keyboard.press('Control+c');
    const other = house.next();
    await house.make();
    const to = await house.open('Ada too', 'live', 'Ada');
    await to.stage.focus();
    await to.page.keyboard.press('Control+v');
    await eventually(() => kinds(to)).toEqual(['frame', 'rectangle']);
    const frame = await to.element('Plan');
    await eventually(() => to.element('Copied')).toMatchObject({
      parent: frame.id,
      x: 40,
      y: 50,
      color: 'pink',
    });
    expect(frame).toMatchObject({ x: -150, y: -100, width: 300, height: 200 });
    await from.page.bringToFront();
    await from.select('cut');
    await from.page.keyboard.press('Control+x');
    await eventually(() => kinds(from)).toEqual(['frame', 'rectangle']);
    await to.page.bringToFront();
    await to.stage.focus();
    await to.page.keyboard.press('Control+v');
    await eventually(() => kinds(to)).toEqual(['ellipse', 'frame', 'rectangle']);
    await to.page.evaluate(() => navigator.clipboard.writeText('Only <b>words</b> from elsewhere'));
    await to.page.keyboard.press('Control+v');
    await eventually(() => to.element('Only <b>words</b> from elsewhere')).toMatchObject({ kind: 'note' });
    expect(other).not.toBe(house.board);
    await settledBoards(to);
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});

/** Fingers on a page. */
async function handOn(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: readonly Point[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: touchPoints.map((point, id) => ({ ...point, id })),
    });
  const between = (from: Point, to: Point, part: number) => ({
    x: from.x + (to.x - from.x) * part,
    y: from.y + (to.y - from.y) * part,
  });
  return {
    async tap(at: Point) {
      await touch('touchStart', at);
      await touch('touchEnd');
    },
    async hold(at: Point, ms: number) {
      await touch('touchStart', at);
      await page.waitForTimeout(ms);
      await touch('touchEnd');
    },
    async swipe(from: Point, to: Point) {
      await touch('touchStart', from);
      for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', between(from, to, part));
      await touch('touchEnd');
    },
    /** Two fingers about a point, that far from it. */
    async pinch({ x, y }: Point, near: number, far: number) {
      const fingers = (reach: number) => [
        { x: x - reach, y },
        { x: x + reach, y },
      ];
      const [first, second] = fingers(near);
      if (first === undefined || second === undefined) return;
      await touch('touchStart', first);
      await touch('touchStart', first, second);
      for (const part of [0.25, 0.5, 0.75, 1])
        await touch('touchMove', ...fingers(near + (far - near) * part));
      await touch('touchEnd');
    },
  };
}
