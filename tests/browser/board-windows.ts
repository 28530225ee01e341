import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { readBoard, type ShownBoard, type ShownElement } from './board-reading.ts';
import { closeTour, eventually, type NetworkMode, switchNetwork } from './windows.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One person's window on a board. */
export interface BoardWindow {
  readonly page: Page;
  readonly stage: Locator;
  readonly pill: Locator;
  /** The notes beside the board, once they are open. */
  readonly notes: Locator;
  shown(): Promise<ShownBoard>;
  /** The one element of that id, or of that label. */
  element(idOrLabel: string): Promise<ShownElement>;
  /** A point of the board, as a point of the page. */
  toPage(point: Point): Promise<Point>;
  /** The middle of an element on the page. */
  middleOf(id: string): Promise<Point>;
  /** Draws with a tool from one corner to the other, both on the board; answers with the new element's id. */
  draw(tool: string, from: Point, to: Point): Promise<string>;
  /** Drags an element by a way on the board, without snapping. */
  drag(id: string, by: Point): Promise<void>;
  /** The first half of a drag, and then the other: press and move; move and let go. */
  grab(id: string): Promise<{ to(by: Point): Promise<void>; drop(): Promise<void> }>;
  select(id: string): Promise<void>;
  /** Opens an element's words for writing. */
  write(id: string): Promise<Locator>;
  /** Opens the notes, with the caret in them. */
  openNotes(): Promise<void>;
  network(mode: NetworkMode): Promise<void>;
  /** The conflicts in the panel, which is opened and closed; in words. */
  conflicts(): Promise<readonly string[]>;
  /** Opens the panel and takes this window's own work back from the only conflict there is. */
  takeMine(): Promise<void>;
  notice(): Promise<string>;
}

export interface BoardWindowOptions {
  readonly board: string;
  /** Who sits before it. */
  readonly person: string;
  /** Names the window to the network switch. */
  readonly label: string;
}

/** Opens a board that is there, and waits until it can be worked on. */
export async function openBoard(
  context: BrowserContext,
  url: string,
  { board, person, label }: BoardWindowOptions,
): Promise<BoardWindow> {
  const page = await context.newPage();
  await closeTour(page);
  await page.addInitScript((name) => {
    const color = name.charCodeAt(0) % 12;
    if (sessionStorage.getItem('statehouse.persona') === null)
      sessionStorage.setItem('statehouse.persona', JSON.stringify({ name, color }));
  }, person);
  await page.goto(new URL(`/board/${encodeURIComponent(board)}?window=${label}`, url).href);
  const window = boardWindowOn(page);
  await window.stage.waitFor({ timeout: 60_000 });
  await eventually(() => page.locator('.stage-world').getAttribute('style')).toContain('scale');
  return window;
}

/** Goes on to another board in a window that is open, as “back” and “forward” do. */
export async function goToBoard({ page, stage }: BoardWindow, board: string): Promise<void> {
  const before = await stage.elementHandle();
  await page.evaluate((name) => {
    history.pushState(null, '', `/board/${name}${location.search}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, board);
  await before?.waitForElementState('hidden');
  await stage.waitFor();
  await eventually(() => page.locator('.stage-world').getAttribute('style')).toContain('scale');
}

/** The board that a page shows. */
export function boardWindowOn(page: Page): BoardWindow {
  const stage = page.getByTestId('stage');
  const pill = page.getByTestId('connection');
  const notes = page.locator('.notes .cm-content');
  const window: BoardWindow = {
    page,
    stage,
    pill,
    notes,
    shown: () => readBoard(page),
    async element(idOrLabel) {
      const { elements } = await readBoard(page);
      const found = elements.filter(({ id, label }) => id === idOrLabel || label === idOrLabel);
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`${found.length} elements “${idOrLabel}”`);
      return only;
    },
    async toPage({ x, y }) {
      await afterLayout(page);
      const camera = await cameraOf(page);
      const box = await boxOf(stage);
      return { x: box.x + camera.x + x * camera.zoom, y: box.y + camera.y + y * camera.zoom };
    },
    async middleOf(id) {
      await afterLayout(page);
      const { x, y, width, height } = await boxOf(page.locator(`[data-element="${id}"]`));
      return { x: x + width / 2, y: y + height / 2 };
    },
    async draw(tool, from, to) {
      const before = new Set((await readBoard(page)).elements.map(({ id }) => id));
      const [start, end] = [await window.toPage(from), await window.toPage(to)];
      await page.getByRole('button', { name: tool, exact: true }).click();
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(end.x, end.y, { steps: 4 });
      await page.mouse.up();
      const made = async () => (await readBoard(page)).elements.find(({ id }) => !before.has(id))?.id;
      await eventually(made).toBeDefined();
      return (await made()) ?? '';
    },
    async drag(id, by) {
      const held = await window.grab(id);
      await held.to(by);
      await held.drop();
    },
    grab: (id) => grab(window, id),
    async select(id) {
      const { x, y } = await window.middleOf(id);
      await page.mouse.click(x, y);
      await page.getByTestId('handles').waitFor();
    },
    async write(id) {
      const { x, y } = await window.middleOf(id);
      await page.mouse.dblclick(x, y);
      const field = page.locator('.label-editor textarea');
      await field.waitFor();
      return field;
    },
    async openNotes() {
      await page.getByRole('button', { name: 'Notes', exact: true }).click();
      await notes.click();
    },
    network: (mode) => switchNetwork(page, mode),
    conflicts: () => conflictsIn(window),
    async takeMine() {
      await pill.click();
      await page.getByRole('button', { name: 'Take mine' }).click();
      await page.keyboard.press('Escape');
      await page.getByTestId('dev-server').waitFor({ state: 'detached' });
    },
    notice: async () => (await page.locator('.notice').textContent()) ?? '',
  };
  return window;
}

async function grab(window: BoardWindow, id: string) {
  const { page } = window;
  const start = await window.middleOf(id);
  const { zoom } = await cameraOf(page);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  return {
    async to(by: Point) {
      // Control: nothing snaps.
      await page.keyboard.down('Control');
      await page.mouse.move(start.x + by.x * zoom, start.y + by.y * zoom, { steps: 5 });
    },
    async drop() {
      await page.mouse.up();
      await page.keyboard.up('Control');
    },
  };
}

async function conflictsIn({ page, pill }: BoardWindow): Promise<readonly string[]> {
  await pill.click();
  await page.getByTestId('dev-server').waitFor();
  const words = await page.getByRole('list', { name: 'Conflicts' }).getByRole('listitem').allTextContents();
  await page.keyboard.press('Escape');
  await page.getByTestId('dev-server').waitFor({ state: 'detached' });
  return words;
}

async function cameraOf(page: Page): Promise<Point & { readonly zoom: number }> {
  const style = (await page.locator('.stage-world').getAttribute('style')) ?? '';
  const [, x, y, zoom] =
    /translate\(([\d.e+-]+)px(?:, ([\d.e+-]+)px)?\) scale\(([\d.e+-]+)\)/.exec(style) ?? [];
  return { x: Number(x ?? 0), y: Number(y ?? 0), zoom: Number(zoom ?? 1) };
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not on the page');
  return box;
}

/** Waits until all windows show the same, nothing waits and nothing moves; answers with what they show. */
export async function settledBoards(...windows: readonly BoardWindow[]): Promise<ShownBoard> {
  let shown: ShownBoard[] = [];
  await expect
    .poll(
      async () => {
        shown = await Promise.all(windows.map((window) => window.shown()));
        const states = await Promise.all(windows.map(({ pill }) => pill.textContent()));
        const isCalm = states.every((state) => /^Connection: live(\d+ conflicts?)?$/.test(state ?? ''));
        const isEqual = new Set(shown.map((each) => JSON.stringify(each))).size === 1;
        return isCalm && isEqual && !shown[0]?.isMoving ? 'settled' : { states, shown };
      },
      { timeout: 40_000, interval: 60 },
    )
    .toBe('settled');
  return shown[0] ?? { elements: [], notes: undefined, isMoving: false };
}

/** When what was opened or closed beside the board has moved it: the board keeps its middle in the frame after. */
async function afterLayout(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}
