import { expect, test } from 'vitest';
import { applyPose, cornersOf, middleOf, type Point, unionOf } from '../plane/geometry.ts';
import { HANDLES, type Handle } from '../plane/resizing.ts';
import { nodeOf, openBoard, over, put, putPicture } from '../testing/open-board.ts';
import { apart } from '../testing/plane-arbitraries.ts';
import type { Board } from '../window/board.ts';
import type { Gesture } from './gesture.ts';
import { resizeElements } from './resize-elements.ts';
import { rotateBy, rotateElements } from './rotate-elements.ts';

/** Documents hold hundredths. */
const CLOSE = 0.05;
const BOTTOM_RIGHT: Handle = { across: 1, down: 1 };

function drag(gesture: Gesture, to: Point, keys: Parameters<typeof over>[1] = {}): void {
  gesture.move(over(to, keys));
  gesture.end(over(to, keys));
}

/** The point of an element opposite of a handle, on the board. */
function anchor(board: Board, id: string, { across, down }: Handle): Point {
  const { pose, element } = nodeOf(board, id);
  return applyPose(pose, { x: ((1 - across) / 2) * element.width, y: ((1 - down) / 2) * element.height });
}

test('each handle of a turned element in a turned frame resizes it along its own axes, and what lies opposite stays', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 100, y: 100, width: 600, height: 600, rotation: 20 });
  const id = put(opened, 'rectangle', { x: 200, y: 200, width: 120, height: 80, rotation: 40 }, frame);
  board.select([id]);
  for (const handle of HANDLES) {
    const { width, height } = nodeOf(board, id).element;
    const before = anchor(board, id, handle);
    const { pose } = nodeOf(board, id);
    const outwards = { x: 30 * handle.across, y: 20 * handle.down };
    const to = applyPose({ ...pose, x: 0, y: 0 }, outwards);
    drag(resizeElements(board, { x: 0, y: 0 }, handle), to);
    const { element } = nodeOf(board, id);
    expect(element.width).toBeCloseTo(width + 30 * Math.abs(handle.across), 1);
    expect(element.height).toBeCloseTo(height + 20 * Math.abs(handle.down), 1);
    expect(element.rotation).toBe(40);
    expect(apart(anchor(board, id, handle), before)).toBeLessThan(CLOSE);
  }
});

test('pictures keep their proportions unless Shift is held, other things only if it is', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const place = { x: 0, y: 0, width: 200, height: 100, rotation: 0 };
  const ids = [putPicture(opened, place), put(opened, 'rectangle', place)];
  const sizes = ids.map((id) => {
    board.select([id]);
    return [false, true].map((shift) => {
      drag(resizeElements(board, { x: 0, y: 0 }, BOTTOM_RIGHT), { x: 100, y: 0 }, { shift });
      const { width, height } = nodeOf(board, id).element;
      opened.document.undo();
      return [width, height];
    });
  });
  expect(sizes).toEqual([
    [
      [300, 150],
      [300, 100],
    ],
    [
      [300, 100],
      [300, 150],
    ],
  ]);
});

test('a group grows as one, in one step, and keeps what lies opposite of the handle', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const frame = put(opened, 'frame', { x: 100, y: 100, width: 300, height: 300, rotation: 90 });
  const ids = [
    put(opened, 'note', { x: 20, y: 20, width: 50, height: 50 }, frame),
    put(opened, 'note', { x: 600, y: 500, width: 100, height: 40 }),
  ];
  board.select(ids);
  const boxOf = () => unionOf(ids.map((id) => nodeOf(board, id).bounds));
  const before = boxOf();
  const states = document.snapshot;
  const { x = 0, y = 0, width = 0, height = 0 } = before ?? {};
  drag(resizeElements(board, { x: 0, y: 0 }, BOTTOM_RIGHT), { x: width, y: height });
  const after = boxOf();
  expect(after?.x).toBeCloseTo(x, 1);
  expect(after?.y).toBeCloseTo(y, 1);
  expect(after?.width).toBeCloseTo(2 * width, 1);
  expect(after?.height).toBeCloseTo(2 * height, 1);
  document.undo();
  expect(boxOf()).toEqual(before);
  expect(document.snapshot.table('elements').size).toBe(states.table('elements').size);
});

test('nothing is resized below the smallest side, nor turned over', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const id = put(opened, 'note', { x: 0, y: 0 });
  board.select([id]);
  drag(resizeElements(board, { x: 100, y: 100 }, BOTTOM_RIGHT), { x: -500, y: -500 });
  expect(nodeOf(board, id).element).toMatchObject({ x: 0, y: 0, width: 8, height: 8 });
});

test('a group turns about its middle, nested things too', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 100, y: 100, width: 300, height: 300, rotation: 33 });
  const ids = [
    put(opened, 'note', { x: 20, y: 20, width: 50, height: 50 }, frame),
    put(opened, 'note', { x: 600, y: 400, width: 100, height: 40, rotation: 12 }),
  ];
  board.select(ids);
  const middles = () =>
    ids.map((id) => {
      const { pose, element } = nodeOf(board, id);
      return applyPose(pose, { x: element.width / 2, y: element.height / 2 });
    });
  const box = unionOf(ids.map((id) => nodeOf(board, id).bounds));
  const centre = box === undefined ? { x: 0, y: 0 } : middleOf(box);
  const before = middles();
  const turns = ids.map((id) => nodeOf(board, id).pose.rotation);
  const start = { x: centre.x + 100, y: centre.y };
  const [cos, sin] = [Math.cos(2), Math.sin(2)];
  drag(rotateElements(board, start), { x: centre.x + 70 * cos, y: centre.y + 70 * sin });
  middles().forEach((middle, index) => {
    const was = before[index] ?? middle;
    const [x, y] = [was.x - centre.x, was.y - centre.y];
    const wanted = { x: centre.x + cos * x - sin * y, y: centre.y + sin * x + cos * y };
    expect(apart(middle, wanted)).toBeLessThan(CLOSE);
    const turn = nodeOf(board, ids[index] ?? '').pose.rotation - (turns[index] ?? 0);
    expect(((turn % 360) + 360) % 360).toBeCloseTo(360 / Math.PI, 1);
  });
});

test('Shift holds the turn of one thing to steps of 15 degrees as it is seen', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const frame = put(opened, 'frame', { x: 0, y: 0, width: 300, height: 300, rotation: 20 });
  const id = put(opened, 'note', { x: 100, y: 100 }, frame);
  board.select([id]);
  const middle = middleOf(nodeOf(board, id).bounds);
  const start = { x: middle.x + 100, y: middle.y };
  drag(rotateElements(board, start), { x: middle.x + 100, y: middle.y + 40 }, { shift: true });
  expect(nodeOf(board, id).pose.rotation).toBeCloseTo(45, 1);
});

test('four quarter turns lead back', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const id = put(opened, 'note', { x: 37, y: 11, width: 90, height: 30 });
  board.select([id]);
  const corners = () => {
    const { pose, element } = nodeOf(board, id);
    return cornersOf(pose, element.width, element.height);
  };
  const before = corners();
  for (let turn = 0; turn < 4; turn += 1) rotateBy(board, 90);
  corners().forEach((corner, index) => {
    expect(apart(corner, before[index] ?? corner)).toBeLessThan(CLOSE);
  });
});

test('a cancelled or unmoved reshaping leaves everything as it was', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const id = put(opened, 'note', { x: 0, y: 0 });
  board.select([id]);
  const before = document.snapshot;
  for (const gesture of [
    resizeElements(board, { x: 0, y: 0 }, BOTTOM_RIGHT),
    rotateElements(board, { x: 100, y: 0 }),
  ]) {
    gesture.move(over({ x: 70, y: 90 }));
    expect(board.ownPlaces.size).toBe(1);
    gesture.cancel();
    expect(board.ownPlaces.size).toBe(0);
  }
  rotateElements(board, { x: 100, y: 0 }).end(over({ x: 100, y: 0 }));
  resizeElements(board, { x: 0, y: 0 }, BOTTOM_RIGHT).end(over({ x: 0, y: 0 }));
  expect(document.snapshot).toBe(before);
});
