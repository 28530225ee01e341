import { canonicalSnapshot } from '@statehouse/db';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { boardOf } from './board-reading.ts';
import { type BoardWindow, type Point, settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
const WORKING_MS = 8_000;
const seed = Number(process.env.STATEHOUSE_SEED ?? Math.floor(Math.random() * 1e6));

describe.skipIf(browserPath === undefined)(`five people on a board at once${reason}`, () => {
  const house = boardHouse('crowd');

  test(`draw, drag, write and undo at random, one of them cut off, and end the same (seed ${seed})`, async () => {
    console.log(`STATEHOUSE_SEED=${seed}`);
    await house.make(
      Array.from({ length: 8 }, (_, index) => ({
        id: `start-${index}`,
        kind: index % 2 === 0 ? ('note' as const) : ('rectangle' as const),
        x: (index % 4) * 150 - 300,
        y: Math.floor(index / 4) * 200 - 150,
        width: 110,
        height: 90,
      })),
      'Notes.',
    );
    const windows: BoardWindow[] = [];
    for (const person of PEOPLE) windows.push(await house.open(person));
    const endMs = Date.now() + WORKING_MS;
    const done = await Promise.all(
      windows.map((window, index) => work(window, seed + index, endMs, index === 0)),
    );
    const sum = (kind: keyof Acts) => done.reduce((count, acts) => count + acts[kind], 0);
    const all = {
      drawn: sum('drawn'),
      dragged: sum('dragged'),
      written: sum('written'),
      undone: sum('undone'),
    };
    expect(Math.min(...Object.values(all))).toBeGreaterThan(0);
    for (const window of windows) await window.openNotes();
    // Only what is near the screen is on the page.
    for (const { stage } of windows) await stage.press('0');
    const same = await settledBoards(...windows);
    const [one, other] = [await house.join('first-loader'), await house.join('second-loader')];
    expect(boardOf(one.document)).toEqual({ elements: same.elements, notes: same.notes });
    expect(canonicalSnapshot(other.document.snapshot)).toBe(canonicalSnapshot(one.document.snapshot));
    await Promise.all([one.leave(), other.leave()]);
    console.log(`${JSON.stringify(all)}, ${same.elements.length} elements at the end`);
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});

interface Acts {
  readonly drawn: number;
  readonly dragged: number;
  readonly written: number;
  readonly undone: number;
}

/** One person works until then, as a seed has it; answers with how much they did. */
async function work(
  window: BoardWindow,
  seed: number,
  endMs: number,
  isCutMeanwhile: boolean,
): Promise<Acts> {
  const random = seededRandom(seed);
  const draw = (least: number, most: number) => least + drawInt(random, most - least + 1);
  const { page, stage } = window;
  const acts = { drawn: 0, dragged: 0, written: 0, undone: 0 };
  let turns = 0;
  let isCut = false;
  while (Date.now() < endMs) {
    turns += 1;
    if (isCutMeanwhile && turns === 3) {
      await window.network('cut');
      await eventually(() => window.pill.textContent()).toContain('offline');
      isCut = true;
    }
    const { elements } = await window.shown();
    const target = elements[draw(0, elements.length - 1)];
    const at = { x: draw(-250, 200), y: draw(-150, 120) };
    switch (draw(0, 4)) {
      case 0: {
        await page
          .getByRole('button', { name: ['Rectangle', 'Ellipse', 'Frame'][draw(0, 2)] ?? 'Note', exact: true })
          .click();
        const { x, y } = await window.toPage(at);
        acts.drawn += 1;
        await press(page, { x, y }, { x: x + draw(30, 90), y: y + draw(30, 90) });
        break;
      }
      case 1:
      case 2:
        acts.dragged += 1;
        if (target !== undefined) await dragSomewhere(window, target.id, draw(-120, 120), draw(-80, 80));
        break;
      case 3: {
        const box = target === undefined ? null : await boxOf(window, target.id);
        if (box === null) break;
        await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
        if ((await page.locator('.label-editor textarea').count()) === 0) break;
        acts.written += 1;
        await page.keyboard.type(`${String.fromCharCode(97 + (seed % 26)).repeat(3)} `);
        await page.keyboard.press('Escape');
        break;
      }
      default:
        acts.undone += 1;
        await stage.press('Escape');
        await stage.press(draw(0, 3) === 0 ? 'Control+Shift+z' : 'Control+z');
    }
  }
  await page.keyboard.press('Escape');
  if (isCut) {
    await eventually(() => window.pill.textContent()).toContain('offline');
    await window.network('live');
  }
  return acts;
}

/** Null if somebody else has taken it away just then. */
function boxOf({ page }: BoardWindow, id: string) {
  const element = page.locator(`[data-element="${id}"]`);
  return element.boundingBox({ timeout: 500 }).catch(() => null);
}

async function dragSomewhere(window: BoardWindow, id: string, x: number, y: number): Promise<void> {
  const box = await boxOf(window, id);
  if (box === null) return;
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await press(window.page, start, { x: start.x + x, y: start.y + y });
}

async function press(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}
