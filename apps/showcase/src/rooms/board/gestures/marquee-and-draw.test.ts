import { expect, test } from 'vitest';
import { USUAL_SIZE } from '../scene/element.ts';
import { nodeOf, openBoard, over, put } from '../testing/open-board.ts';
import type { Board } from '../window/board.ts';
import { drawElement } from './draw-element.ts';
import { marqueeSelect } from './marquee.ts';

const selected = (board: Board) => [...board.selection.value].sort();

/** The element that was made last: it is selected. */
function made(board: Board) {
  const [id = ''] = board.selection.value;
  return nodeOf(board, id).element;
}

test('a rubber band selects what it touches, and frames only when it holds them whole', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 0, y: 0, width: 400, height: 400 });
  const inside = put(opened, 'note', { x: 50, y: 50 }, frame);
  const beside = put(opened, 'note', { x: 600, y: 0 });
  const band = marqueeSelect(board, { x: 20, y: 20 });
  band.move(over({ x: 60, y: 60 }));
  expect(selected(board)).toEqual([inside]);
  expect(board.marquee.value).toEqual({ x: 20, y: 20, width: 40, height: 40 });
  band.move(over({ x: 610, y: 60 }));
  expect(selected(board)).toEqual([inside, beside].sort());
  band.end(over({ x: 610, y: 60 }));
  expect(board.marquee.value).toBeUndefined();
  expect(selected(board)).toEqual([inside, beside].sort());
  const whole = marqueeSelect(board, { x: 500, y: 500 });
  whole.move(over({ x: -10, y: -10 }));
  expect(selected(board)).toEqual([frame, inside].sort());
});

test('Shift adds to what was selected, and letting go of it meanwhile does not', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const [first, second] = [put(opened, 'note', { x: 0, y: 0 }), put(opened, 'note', { x: 300, y: 0 })];
  board.select([first]);
  const band = marqueeSelect(board, { x: 290, y: -10 });
  band.move(over({ x: 350, y: 50 }, { shift: true }));
  expect(selected(board)).toEqual([first, second].sort());
  band.move(over({ x: 350, y: 50 }));
  expect(selected(board)).toEqual([second]);
});

test('a cancelled rubber band gives back what was selected', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const [first, second] = [put(opened, 'note', { x: 0, y: 0 }), put(opened, 'note', { x: 300, y: 0 })];
  board.select([first]);
  const band = marqueeSelect(board, { x: 290, y: -10 });
  band.move(over({ x: 350, y: 50 }));
  expect(selected(board)).toEqual([second]);
  band.cancel();
  expect(selected(board)).toEqual([first]);
  expect(board.marquee.value).toBeUndefined();
});

test('an element is as large as it is drawn, in whatever direction; too small a one has the usual size', async () => {
  const opened = await openBoard();
  const { board } = opened;
  board.tool.set('rectangle');
  const drawn = drawElement(board, { x: 300, y: 300 }, 'rectangle');
  drawn.move(over({ x: 100, y: 350 }));
  expect(board.marquee.value).toEqual({ x: 100, y: 300, width: 200, height: 50 });
  drawn.end(over({ x: 100, y: 350 }));
  expect(made(board)).toMatchObject({ kind: 'rectangle', x: 100, y: 300, width: 200, height: 50 });
  expect([board.tool.value, board.marquee.value, board.editing.value]).toEqual([
    'select',
    undefined,
    undefined,
  ]);
  drawElement(board, { x: 500, y: 500 }, 'ellipse').end(over({ x: 503, y: 502 }));
  const { width, height } = USUAL_SIZE.ellipse;
  expect(made(board)).toMatchObject({ x: 500 - width / 2, y: 500 - height / 2, width, height });
  const square = drawElement(board, { x: 0, y: 0 }, 'diamond');
  square.end(over({ x: -30, y: 90 }, { shift: true }));
  expect(made(board)).toMatchObject({ x: -90, y: 0, width: 90, height: 90 });
});

test('what is drawn in a turned frame lies in it, with its middle where it was drawn; frames lie on the board', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 0, y: 0, width: 500, height: 500, rotation: 90 });
  drawElement(board, { x: 100, y: 100 }, 'note').end(over({ x: 200, y: 300 }));
  const note = made(board);
  expect(note).toMatchObject({ parent: frame, width: 100, height: 200, rotation: 0 });
  const { bounds } = nodeOf(board, note.id);
  expect(bounds.x + bounds.width / 2).toBeCloseTo(150, 1);
  expect(bounds.y + bounds.height / 2).toBeCloseTo(200, 1);
  expect(board.editing.value).toBe(note.id);
  drawElement(board, { x: 100, y: 100 }, 'frame').end(over({ x: 200, y: 300 }));
  expect(made(board)).toMatchObject({ kind: 'frame', parent: null });
});

test('a cancelled drawing makes nothing', async () => {
  const { board, document } = await openBoard();
  const before = document.snapshot;
  const drawing = drawElement(board, { x: 0, y: 0 }, 'note');
  drawing.move(over({ x: 100, y: 100 }));
  drawing.cancel();
  expect(document.snapshot).toBe(before);
  expect(board.marquee.value).toBeUndefined();
});
