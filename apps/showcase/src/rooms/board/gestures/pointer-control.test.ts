import { expect, test } from 'vitest';
import { toBoard } from '../plane/camera.ts';
import type { Point } from '../plane/geometry.ts';
import { nodeOf, type OpenedBoard, openBoard, put } from '../testing/open-board.ts';
import { SyncWorld } from '../testing/sync-world.ts';
import { type Grip, PointerControl, type StagePointer } from './pointer-control.ts';

const ON_BOARD: Grip = { kind: 'board' };
const MOUSE: Partial<StagePointer> = {};
const finger = (id: number): Partial<StagePointer> => ({ id, isTouch: true });

/** A stage under somebody's hands. */
class Hands {
  readonly opened: OpenedBoard;
  readonly control: PointerControl;

  constructor(opened: OpenedBoard) {
    this.opened = opened;
    this.control = new PointerControl(opened.board, opened.world.time);
  }

  down(at: Point, pointer = MOUSE, grip = ON_BOARD): void {
    this.control.down(this.#pointer(at, pointer), grip);
  }

  move(at: Point, pointer = MOUSE): void {
    this.control.move(this.#pointer(at, pointer));
  }

  up(at: Point, pointer = MOUSE): void {
    this.control.up(this.#pointer(at, pointer));
  }

  click(at: Point, pointer = MOUSE): void {
    this.down(at, pointer);
    this.up(at, pointer);
  }

  drag(from: Point, to: Point, pointer = MOUSE): void {
    this.down(from, pointer);
    this.move(to, pointer);
    this.up(to, pointer);
  }

  get selected(): readonly string[] {
    return [...this.opened.board.selection.value].sort();
  }

  #pointer(screen: Point, pointer: Partial<StagePointer>): StagePointer {
    return {
      id: 1,
      isTouch: false,
      isPanning: false,
      screen,
      board: toBoard(this.opened.board.camera.value, screen),
      shift: false,
      alt: false,
      // Nothing snaps.
      control: true,
      ...pointer,
    };
  }
}

/** Two notes side by side, and free board around them. */
async function twoNotes() {
  const opened = await openBoard();
  const left = put(opened, 'note', { x: 100, y: 100 });
  const right = put(opened, 'note', { x: 400, y: 100 });
  return { hands: new Hands(opened), board: opened.board, document: opened.document, left, right };
}

const LEFT = { x: 150, y: 150 };
const RIGHT = { x: 450, y: 150 };
const FREE = { x: 700, y: 600 };

test('a click selects, with Shift adds and takes away, and on the free board selects nothing', async () => {
  const { hands, left, right } = await twoNotes();
  hands.click(LEFT);
  expect(hands.selected).toEqual([left]);
  hands.click(RIGHT, { shift: true });
  expect(hands.selected).toEqual([left, right].sort());
  hands.click(LEFT, { shift: true });
  expect(hands.selected).toEqual([right]);
  hands.click(FREE, { shift: true });
  expect(hands.selected).toEqual([right]);
  hands.click(FREE);
  expect(hands.selected).toEqual([]);
});

test('a click on one of several selects it alone, a drag moves them all', async () => {
  const { hands, board, left, right } = await twoNotes();
  board.select([left, right]);
  hands.drag(LEFT, { x: LEFT.x, y: LEFT.y + 200 });
  expect([nodeOf(board, left).element.y, nodeOf(board, right).element.y]).toEqual([300, 300]);
  expect(hands.selected).toEqual([left, right].sort());
  hands.click({ x: LEFT.x, y: LEFT.y + 200 });
  expect(hands.selected).toEqual([left]);
});

test('a hand that trembles clicks, one that goes further drags', async () => {
  const { hands, board, document, left } = await twoNotes();
  const before = document.snapshot;
  hands.down(LEFT);
  hands.move({ x: LEFT.x + 2, y: LEFT.y - 2 });
  expect(hands.control.isBusy).toBe(false);
  hands.up({ x: LEFT.x + 2, y: LEFT.y - 2 });
  expect(document.snapshot).toBe(before);
  hands.drag(LEFT, { x: LEFT.x + 5, y: LEFT.y });
  expect(nodeOf(board, left).element.x).toBe(105);
});

test('a drag over the free board is a rubber band, with the middle button it moves the board', async () => {
  const { hands, board, left, right } = await twoNotes();
  hands.drag({ x: 50, y: 50 }, FREE);
  expect(hands.selected).toEqual([left, right].sort());
  hands.drag(LEFT, { x: LEFT.x + 30, y: LEFT.y + 40 }, { isPanning: true });
  expect(board.camera.value).toEqual({ x: 30, y: 40, zoom: 1 });
  expect(hands.selected).toEqual([left, right].sort());
});

test('cancelling ends what is under way, whatever it is, and the pointer that is still down does nothing', async () => {
  const { hands, board, document, left } = await twoNotes();
  const before = document.snapshot;
  expect(hands.control.cancel()).toBe(false);
  hands.down(LEFT);
  hands.move(RIGHT);
  expect(board.ownPlaces.size).toBe(1);
  expect(hands.control.cancel()).toBe(true);
  hands.move(FREE);
  hands.up(FREE);
  expect([document.snapshot === before, board.ownPlaces.size, hands.selected]).toEqual([true, 0, [left]]);
  hands.down(LEFT, { isPanning: true });
  hands.move(FREE);
  hands.control.cancel();
  expect(board.camera.value).toEqual({ x: 0, y: 0, zoom: 1 });
});

test('handles resize and turn what is selected', async () => {
  const { hands, board, left } = await twoNotes();
  board.select([left]);
  const corner = { x: 200, y: 200 };
  hands.down(corner, MOUSE, { kind: 'handle', handle: { across: 1, down: 1 } });
  hands.move({ x: 260, y: 220 });
  hands.up({ x: 260, y: 220 });
  expect(nodeOf(board, left).element).toMatchObject({ x: 100, y: 100, width: 160, height: 120 });
  hands.down({ x: 180, y: 60 }, MOUSE, { kind: 'turn' });
  hands.move({ x: 280, y: 160 });
  hands.up({ x: 280, y: 160 });
  expect(nodeOf(board, left).element.rotation).toBeCloseTo(90, 1);
});

test('a tool makes an element by a click or a drag, and is put away', async () => {
  const { hands, board } = await twoNotes();
  board.tool.set('rectangle');
  hands.click(FREE);
  const [clicked = ''] = hands.selected;
  expect(nodeOf(board, clicked).element).toMatchObject({ kind: 'rectangle', x: 620, y: 550 });
  expect(board.tool.value).toBe('select');
  board.tool.set('ellipse');
  hands.drag({ x: 500, y: 500 }, { x: 560, y: 540 });
  const [drawn = ''] = hands.selected;
  expect(nodeOf(board, drawn).element).toMatchObject({ kind: 'ellipse', width: 60, height: 40 });
});

test('a finger moves the board, unless it is on what was selected first', async () => {
  const { hands, board, left } = await twoNotes();
  hands.drag(LEFT, { x: LEFT.x + 50, y: LEFT.y }, finger(1));
  expect(board.camera.value.x).toBe(50);
  hands.click({ x: LEFT.x + 50, y: LEFT.y }, finger(1));
  expect(hands.selected).toEqual([left]);
  hands.drag({ x: LEFT.x + 50, y: LEFT.y }, { x: LEFT.x + 80, y: LEFT.y }, finger(1));
  expect([board.camera.value.x, nodeOf(board, left).element.x]).toEqual([50, 130]);
});

test('a finger that rests adds to the selection; one that moves, lifts or is joined does not', async () => {
  const { hands, opened, left, right } = await twoNotes().then((two) => ({
    ...two,
    opened: two.hands.opened,
  }));
  const { time } = opened.world;
  opened.board.select([left]);
  hands.down(RIGHT, finger(1));
  time.advance(499);
  expect(hands.selected).toEqual([left]);
  time.advance(1);
  expect(hands.selected).toEqual([left, right].sort());
  hands.up(RIGHT, finger(1));
  expect(hands.selected).toEqual([left, right].sort());
  for (const interrupt of [
    () => hands.move(FREE, finger(1)),
    () => hands.down(FREE, finger(2)),
    () => void hands.control.cancel(),
  ]) {
    opened.board.select([left]);
    hands.down({ ...RIGHT }, finger(1));
    interrupt();
    time.advance(1_000);
    expect(hands.selected).toEqual([left]);
    hands.control.cancel();
    opened.board.camera.set({ x: 0, y: 0, zoom: 1 });
  }
});

test('two fingers zoom and move the board, and what is under them stays under them', async () => {
  const { hands, board, document } = await twoNotes();
  const before = document.snapshot;
  hands.click(LEFT, finger(1));
  hands.down(LEFT, finger(1));
  hands.move({ x: LEFT.x + 20, y: LEFT.y }, finger(1));
  expect(board.ownPlaces.size).toBe(1);
  hands.down(RIGHT, finger(2));
  // The second finger ends the drag.
  expect([board.ownPlaces.size, hands.control.isBusy]).toEqual([0, true]);
  const [one, other] = [{ x: LEFT.x + 20, y: LEFT.y }, RIGHT].map((at) => board.toBoard(at));
  hands.move({ x: 100, y: 300 }, finger(1));
  hands.move({ x: 660, y: 300 }, finger(2));
  const { zoom } = board.camera.value;
  expect(zoom).toBeCloseTo(2, 6);
  expect(board.toBoard({ x: 100, y: 300 }).x).toBeCloseTo(one?.x ?? 0, 6);
  expect(board.toBoard({ x: 660, y: 300 }).x).toBeCloseTo(other?.x ?? 0, 6);
  hands.up({ x: 660, y: 300 }, finger(2));
  hands.move({ x: 400, y: 400 }, finger(1));
  expect(board.camera.value.zoom).toBe(zoom);
  hands.up({ x: 400, y: 400 }, finger(1));
  expect([hands.control.isBusy, document.snapshot === before]).toEqual([false, true]);
});

test('a finger that comes back beside the one that stayed zooms on', async () => {
  const { hands, board } = await twoNotes();
  hands.down({ x: 100, y: 600 }, finger(1));
  hands.down({ x: 200, y: 600 }, finger(2));
  hands.up({ x: 200, y: 600 }, finger(2));
  hands.down({ x: 200, y: 600 }, finger(3));
  hands.move({ x: 300, y: 600 }, finger(3));
  expect(board.camera.value.zoom).toBeCloseTo(2, 6);
});

test('other pointers do not disturb a drag', async () => {
  const { hands, board, left } = await twoNotes();
  hands.down(LEFT);
  hands.move({ x: LEFT.x + 10, y: LEFT.y });
  hands.down(FREE, { id: 2 });
  hands.move(FREE, { id: 2 });
  hands.up(FREE, { id: 2 });
  expect(hands.control.isBusy).toBe(true);
  hands.up({ x: LEFT.x + 10, y: LEFT.y });
  expect(nodeOf(board, left).element.x).toBe(110);
});

test('who may only read moves the board where others would move what is on it', async () => {
  const world = new SyncWorld(2);
  const writer = await openBoard('ann', world);
  const id = put(writer, 'note', { x: 100, y: 100 });
  await world.settle([writer.document]);
  const reader = await openBoard('reader', world);
  const hands = new Hands(reader);
  hands.drag(LEFT, { x: LEFT.x + 30, y: LEFT.y });
  expect(hands.selected).toEqual([id]);
  expect(reader.board.camera.value.x).toBe(30);
  expect(nodeOf(reader.board, id).element.x).toBe(100);
});
