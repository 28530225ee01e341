import { canonicalSnapshot } from '@statehouse/db';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { boardHouse } from './board-house.ts';
import { boardOf } from './board-reading.ts';
import { type BoardWindow, settledBoards } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
const WORKING_MS = 7_000;
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
    expect(Math.min(...done)).toBeGreaterThan(2);
    for (const { stage } of windows) await stage.press('0');
    for (const window of windows) await window.openNotes();
    const same = await settledBoards(...windows);
    const [one, other] = [await house.join('first-loader'), await house.join('second-loader')];
    expect(boardOf(one.document)).toEqual({ elements: same.elements, notes: same.notes });
    expect(canonicalSnapshot(other.document.snapshot)).toBe(canonicalSnapshot(one.document.snapshot));
    await Promise.all([one.leave(), other.leave()]);
    console.log(`${done.join(' + ')} acts, ${same.elements.length} elements at the end`);
  });

  test('the logs of all that verify', async () => {
    const { code, words } = await house.verify();
    expect({ code, words }).toEqual({
      code: 0,
      words: expect.stringMatching(/\d+ documents, 0 damaged\.\n$/),
    });
  });
});

/** One person works until then, as a seed has it; answers with how much they did. */
async function work(
  window: BoardWindow,
  seed: number,
  endMs: number,
  isCutMeanwhile: boolean,
): Promise<number> {
  const random = seededRandom(seed);
  const draw = (least: number, most: number) => drawInt(random, least, most);
  const { page, stage } = window;
  let acts = 0;
  let isCut = false;
  while (Date.now() < endMs) {
    acts += 1;
    if (isCutMeanwhile && acts === 3) {
      await window.network('cut');
      await eventually(() => window.pill.textContent()).toContain('offline');
      isCut = true;
    }
    const { elements } = await window.shown();
    const target = elements[draw(0, elements.length - 1)];
    const at = { x: draw(-250, 200), y: draw(-150, 120) };
    switch (draw(0, 4)) {
      case 0:
        await window.draw(['Rectangle', 'Ellipse', 'Frame'][draw(0, 2)] ?? 'Diamond', at, {
          x: at.x + draw(30, 90),
          y: at.y + draw(30, 90),
        });
        break;
      case 1:
      case 2:
        if (target !== undefined) await dragSomewhere(window, target.id, draw(-120, 120), draw(-80, 80));
        break;
      case 3: {
        const { x, y } = await window.toPage(at);
        await page.mouse.dblclick(x, y);
        await page.keyboard.type(`${String.fromCharCode(97 + (seed % 26)).repeat(3)} `);
        await page.keyboard.press('Escape');
        break;
      }
      default:
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

/** Somebody else may take it away just then. */
async function dragSomewhere(window: BoardWindow, id: string, x: number, y: number): Promise<void> {
  const box = await window.page
    .locator(`[data-element="${id}"]`)
    .boundingBox({ timeout: 500 })
    .catch(() => null);
  if (box === null) return;
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await window.page.mouse.move(start.x, start.y);
  await window.page.mouse.down();
  await window.page.mouse.move(start.x + x, start.y + y, { steps: 4 });
  await window.page.mouse.up();
}
