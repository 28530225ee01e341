import { presenceData } from '@statehouse/showcase/src/rooms/board/people/board-presence.ts';
import { describe, expect, test } from 'vitest';
import { boardHouse, type JoinedBoard } from './board-house.ts';
import type { BoardWindow } from './board-windows.ts';
import { browserPath, eventually } from './windows.ts';

const reason = browserPath === undefined ? ' (skipped: STATEHOUSE_BROWSER=none)' : '';
/** More than are laid out as nodes. */
const CROWD = 900;
const BIG = { x: 0, y: 700, width: 600, height: 400, rotation: 0 };

describe.skipIf(browserPath === undefined)(`people on a board that is painted${reason}`, () => {
  const house = boardHouse('painted');

  test('what others drag goes from the board to their canvas and back, and is always on one of them', async () => {
    await house.make([{ id: 'big', kind: 'rectangle', color: 'red', ...BIG }]);
    const ben = await house.join('ben');
    await fill(ben);
    const ada = await house.open('Ada');
    await eventually(() => where(ada, BIG)).toEqual({ board: true, people: false });
    const pickingUp = await watch(ada, BIG);
    show(ben, { dragged: BIG });
    await eventually(() => where(ada, BIG)).toEqual({ board: false, people: true });
    expect(await pickingUp.evaluate(({ gaps }) => gaps)).toBe(0);
    show(ben, { dragged: { ...BIG, x: 700 } });
    await eventually(() => where(ada, BIG)).toEqual({ board: false, people: false });
    expect(await where(ada, { ...BIG, x: 700 })).toEqual({ board: false, people: true });
    // Where it goes it glides on one canvas; it is not on the page.
    expect(await ada.page.locator('.element, .peer-pointer, .peer-selection').count()).toBe(0);
    expect(await ada.page.locator('.stage-peers').getAttribute('data-people')).toBe('1');
    const puttingDown = await watch(ada, { ...BIG, x: 700 });
    ben.document.transact((tx) => tx.elements.modify('big', { x: 700 }));
    show(ben, {});
    await eventually(() => where(ada, { ...BIG, x: 700 })).toEqual({ board: true, people: false });
    expect(await puttingDown.evaluate(({ gaps }) => gaps)).toBe(0);
    await ben.leave();
    await eventually(() => ada.page.locator('.stage-peers').getAttribute('data-people')).toBe('0');
  });
});

/** Small elements in rows, above the big one. */
async function fill({ document }: JoinedBoard): Promise<void> {
  document.transact(
    (tx) => {
      for (let index = 0; index < CROWD; index += 1) {
        const [x, y] = [(index % 50) * 30, Math.floor(index / 50) * 30];
        const size = { width: 20, height: 20 };
        tx.elements.insert({ id: `small-${index}`, kind: 'note', x, y, ...size, color: 'blue', label: '' });
      }
    },
    { split: true, undoable: false },
  );
  await document.whenSynced();
}

/** Ben points beside everything, and may drag the big element. */
function show({ document }: JoinedBoard, { dragged }: { readonly dragged?: typeof BIG }): void {
  const places = dragged === undefined ? new Map() : new Map([['big', dragged]]);
  const data = presenceData({ at: { x: -60, y: 0 }, selected: [], dragged: places });
  document.presence.set({ name: 'Ben', color: 1, data });
}

/** Watches the middle of a box for a second, oftener than frames; `gaps` is how often there was paint on no canvas. */
async function watch({ page, toPage }: BoardWindow, { x, y, width, height }: typeof BIG) {
  const middle = await toPage({ x: x + width / 2, y: y + height / 2 });
  return page.evaluateHandle(({ x, y }) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const isBare = () => {
      context?.clearRect(0, 0, 1, 1);
      for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.stage > canvas')) {
        const { left, top } = canvas.getBoundingClientRect();
        if (!canvas.hidden) context?.drawImage(canvas, left - x, top - y);
      }
      return context?.getImageData(0, 0, 1, 1).data[3] === 0;
    };
    const count = async () => {
      let bare = 0;
      for (const endMs = performance.now() + 1_000; performance.now() < endMs; ) {
        await new Promise((done) => setTimeout(done, 0));
        if (isBare()) bare += 1;
      }
      return bare;
    };
    // In an object, since a promise itself would be waited for.
    return { gaps: count() };
  }, middle);
}

/** On which canvases there is paint in the middle of a box of the board. */
async function where({ page, toPage }: BoardWindow, { x, y, width, height }: typeof BIG) {
  const middle = await toPage({ x: x + width / 2, y: y + height / 2 });
  return page.evaluate(({ x, y }) => {
    const isPainted = (selector: string) => {
      const canvas = document.querySelector(selector);
      if (!(canvas instanceof HTMLCanvasElement)) return false;
      const { left, top } = canvas.getBoundingClientRect();
      const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      context?.drawImage(canvas, 0, 0);
      return (context?.getImageData(x - left, y - top, 1, 1).data[3] ?? 0) > 0;
    };
    return { board: isPainted('.stage-canvas'), people: isPainted('.stage-peers') };
  }, middle);
}
