import { expect, test } from 'vitest';
import { deleteElements } from '../actions/change-elements.ts';
import { cornersOf } from '../plane/geometry.ts';
import { nodeOf, openBoard, over, put } from '../testing/open-board.ts';
import type { Board } from '../window/board.ts';
import { dragElements } from './drag-elements.ts';

const FREE = { control: true };

/** The corners of an element, rounded, where they are seen. */
function seen(board: Board, id: string) {
  const { pose, element } = nodeOf(board, id);
  return cornersOf(pose, element.width, element.height).map(({ x, y }) => [Math.round(x), Math.round(y)]);
}

function moved(corners: number[][], dx: number, dy: number) {
  return corners.map(([x = 0, y = 0]) => [x + dx, y + dy]);
}

test('while it is dragged others see it move, and the document hears of it when it is let go, in one step', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const id = put(opened, 'note', { x: 10, y: 20 });
  board.select([id]);
  const drag = dragElements(board, { x: 50, y: 50 });
  const before = document.snapshot;
  drag.move(over({ x: 90, y: 130 }, FREE));
  drag.move(over({ x: 100, y: 150 }, FREE));
  expect(document.snapshot).toBe(before);
  expect(board.ownPlaces.get(id)).toMatchObject({ x: 60, y: 120 });
  drag.end(over({ x: 100, y: 150 }, FREE));
  expect(board.ownPlaces.size).toBe(0);
  expect(nodeOf(board, id).element).toMatchObject({ x: 60, y: 120, parent: null });
  document.undo();
  expect(nodeOf(board, id).element).toMatchObject({ x: 10, y: 20 });
});

test('what is dropped on a frame lies in it, and is seen where it was let go; beside it, it is out again', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const outer = put(opened, 'frame', { x: 300, y: 100, width: 400, height: 400, rotation: 30 });
  const frame = put(opened, 'frame', { x: 50, y: 50, width: 200, height: 200, rotation: 45 }, outer);
  const id = put(opened, 'note', { x: 0, y: 0, rotation: 10 });
  const target = nodeOf(board, frame).bounds;
  const drop = { x: Math.round(target.x + target.width / 2), y: Math.round(target.y + target.height / 2) };
  const start = seen(board, id);
  board.select([id]);
  const into = dragElements(board, { x: 50, y: 50 });
  into.move(over(drop, FREE));
  expect(board.dropTarget.value).toBe(frame);
  into.end(over(drop, FREE));
  expect(board.dropTarget.value).toBeUndefined();
  expect(nodeOf(board, id).element.parent).toBe(frame);
  expect(seen(board, id)).toEqual(moved(start, drop.x - 50, drop.y - 50));
  const out = dragElements(board, drop);
  out.move(over({ x: 50, y: 50 }, FREE));
  out.end(over({ x: 50, y: 50 }, FREE));
  expect(nodeOf(board, id).element.parent).toBeNull();
  expect(seen(board, id)).toEqual(start);
});

test('inside a turned frame a drag follows the pointer', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 100, y: 100, width: 600, height: 600, rotation: 90 });
  const id = put(opened, 'note', { x: 100, y: 100 }, frame);
  const start = seen(board, id);
  board.select([id]);
  const from = { x: 400, y: 400 };
  const drag = dragElements(board, from);
  drag.move(over({ x: 430, y: 410 }, FREE));
  drag.end(over({ x: 430, y: 410 }, FREE));
  expect(nodeOf(board, id).element.parent).toBe(frame);
  expect(seen(board, id)).toEqual(moved(start, 30, 10));
});

test('a frame drops neither into itself nor into what lies in it, and takes along what it holds', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 0, y: 0, width: 500, height: 500 });
  const inner = put(opened, 'frame', { x: 50, y: 50, width: 300, height: 300 }, frame);
  board.select([frame, inner]);
  const drag = dragElements(board, { x: 100, y: 100 });
  drag.move(over({ x: 140, y: 100 }, FREE));
  expect(board.dropTarget.value).toBeUndefined();
  drag.end(over({ x: 140, y: 100 }, FREE));
  expect(nodeOf(board, frame).element).toMatchObject({ x: 40, y: 0, parent: null });
  expect(nodeOf(board, inner).element).toMatchObject({ x: 50, y: 50, parent: frame });
});

test('Shift keeps to one axis, Alt leaves the original and moves a copy', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const id = put(opened, 'note', { x: 0, y: 0 });
  board.select([id]);
  const straight = dragElements(board, { x: 0, y: 0 });
  straight.move(over({ x: 30, y: 200 }, { ...FREE, shift: true }));
  straight.end(over({ x: 30, y: 200 }, { ...FREE, shift: true }));
  expect(nodeOf(board, id).element).toMatchObject({ x: 0, y: 200 });
  const copy = dragElements(board, { x: 0, y: 0 });
  copy.move(over({ x: 300, y: 0 }, FREE));
  copy.end(over({ x: 300, y: 0 }, { ...FREE, alt: true }));
  expect(nodeOf(board, id).element).toMatchObject({ x: 0, y: 200 });
  const [made] = [...board.selection.value];
  expect(made).not.toBe(id);
  expect(nodeOf(board, made ?? '').element).toMatchObject({ x: 300, y: 200 });
});

test('edges that come near each other snap, and a guide says to what; Control snaps to nothing', async () => {
  const opened = await openBoard();
  const { board } = opened;
  put(opened, 'note', { x: 300, y: 300 });
  const id = put(opened, 'note', { x: 0, y: 0 });
  board.select([id]);
  const drag = dragElements(board, { x: 0, y: 0 });
  drag.move(over({ x: 297, y: 100 }));
  expect(board.ownPlaces.get(id)).toMatchObject({ x: 300, y: 100 });
  expect(board.guides.value.map(({ axis }) => axis)).toContain('x');
  drag.move(over({ x: 297, y: 100 }, FREE));
  expect(board.ownPlaces.get(id)).toMatchObject({ x: 297, y: 100 });
  drag.end(over({ x: 297, y: 100 }, FREE));
  expect(board.guides.value).toEqual([]);
  expect(nodeOf(board, id).element).toMatchObject({ x: 297, y: 100 });
});

test('a drag that is cancelled, or goes nowhere, leaves everything as it was', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  put(opened, 'frame', { x: 300, y: 300, width: 300, height: 300 });
  const id = put(opened, 'note', { x: 0, y: 0 });
  board.select([id]);
  const before = document.snapshot;
  const cancelled = dragElements(board, { x: 50, y: 50 });
  cancelled.move(over({ x: 402, y: 402 }));
  expect(board.dropTarget.value).toBeDefined();
  cancelled.cancel();
  const still = dragElements(board, { x: 50, y: 50 });
  still.move(over({ x: 60, y: 60 }, FREE));
  still.move(over({ x: 50, y: 50 }, FREE));
  still.end(over({ x: 50, y: 50 }, FREE));
  expect(document.snapshot).toBe(before);
  expect([board.ownPlaces.size, board.guides.value, board.dropTarget.value]).toEqual([0, [], undefined]);
  expect([...board.selection.value]).toEqual([id]);
});

test('what others delete while it is dragged stays deleted, and the rest moves', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const frame = put(opened, 'frame', { x: 300, y: 300, width: 300, height: 300 });
  const [gone, stays] = [put(opened, 'note', { x: 0, y: 0 }), put(opened, 'note', { x: 0, y: 150 })];
  board.select([gone, stays]);
  const drag = dragElements(board, { x: 50, y: 50 });
  drag.move(over({ x: 400, y: 400 }, FREE));
  deleteElements(document, [gone, frame]);
  drag.move(over({ x: 410, y: 400 }, FREE));
  drag.end(over({ x: 410, y: 400 }, FREE));
  expect(board.scene.node(gone)).toBeUndefined();
  expect(nodeOf(board, stays).element).toMatchObject({ x: 360, y: 500, parent: null });
  expect(board.ownPlaces.size).toBe(0);
});
