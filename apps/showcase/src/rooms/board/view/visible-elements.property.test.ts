import { cases, drawInt, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deleteElements } from '../actions/change-elements.ts';
import { draftOf, insertElements } from '../actions/insert-elements.ts';
import { placeElements } from '../actions/place-elements.ts';
import { HOME, zoomedAt } from '../plane/camera.ts';
import { overlaps } from '../plane/geometry.ts';
import { placementOf } from '../scene/element.ts';
import { comparePaint } from '../scene/scene-node.ts';
import { nodeOf, type OpenedBoard, openBoard, put } from '../testing/open-board.ts';
import type { Board } from '../window/board.ts';
import { TOP, VisibleElements } from './visible-elements.ts';

/** Elements on a grid of so many columns, 20 units apart. */
function fill({ document }: OpenedBoard, count: number, columns: number): readonly string[] {
  const drafts = Array.from({ length: count }, (_, index) => {
    const [x, y] = [(index % columns) * 20, Math.floor(index / columns) * 20];
    return draftOf('rectangle', { x, y, width: 10, height: 10, rotation: 0 }, 'slate');
  });
  return insertElements(document, 'create', drafts);
}

const listOf = ({ children }: VisibleElements, parent: string) => children.get(parent) ?? [];

/** Everything that touches the screen, and what holds it, stands in the list of its parent, in its order. */
function expectComplete(board: Board, visible: VisibleElements): void {
  if (visible.rendition.value === 'canvas') return;
  for (const node of board.scene.all()) {
    if (!overlaps(node.bounds, board.view)) continue;
    for (let at = node.parent, child = node; ; child = at, at = at.parent) {
      expect(listOf(visible, at?.id ?? TOP)).toContain(child.id);
      if (at === undefined) break;
    }
  }
  for (const [, ids] of visible.children.entries()) {
    const nodes = ids.map((id) => nodeOf(board, id));
    expect(nodes).toEqual(nodes.toSorted(comparePaint));
  }
}

test('whatever happens on the board and to the camera, what touches the screen is listed in its order', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const visible = new VisibleElements(board);
  board.subscribeScene(() => visible.invalidate());
  const step = fc.record({
    act: fc.constantFrom('pan', 'pan', 'zoom', 'insert', 'insert', 'move', 'delete', 'drag', 'edit'),
    draw: fc.nat(1_000_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      deleteElements(
        document,
        [...board.scene.all()].map(({ id }) => id),
      );
      board.camera.set(HOME);
      for (const { act, draw } of steps) {
        const random = seededRandom(draw);
        const nodes = [...board.scene.all()];
        const node = nodes[drawInt(random, Math.max(1, nodes.length))];
        const [x, y] = [drawInt(random, 4_000) - 2_000, drawInt(random, 4_000) - 2_000];
        const placement = { x, y, width: 300, height: 200, rotation: drawInt(random, 4) * 30 };
        const { value: camera } = board.camera;
        if (act === 'pan') board.camera.set({ ...camera, x: camera.x + x / 4, y: camera.y + y / 4 });
        else if (act === 'zoom')
          board.camera.set(zoomedAt(camera, { x: 500, y: 400 }, 0.4 + random.next() * 2));
        else if (act === 'insert' || node === undefined)
          put(opened, 'frame', placement, random.next() < 0.5 ? (node?.id ?? null) : null);
        else if (act === 'move')
          placeElements(document, 'move', [{ id: node.id, parent: node.element.parent, placement }]);
        else if (act === 'delete') deleteElements(document, [node.id]);
        else if (act === 'edit') board.edit(node.id);
        else board.theirPlaces.set(node.id, placementOf(node.element));
        visible.refresh();
        expectComplete(board, visible);
      }
    }),
    cases(150),
  );
});

test('lists that did not change are the same objects, and tell nobody', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const visible = new VisibleElements(board);
  const frame = put(opened, 'frame', { x: 0, y: 0, width: 300, height: 300 });
  const inside = put(opened, 'note', { x: 10, y: 10 }, frame);
  put(opened, 'note', { x: 500, y: 0 });
  visible.refresh();
  const [top, held] = [listOf(visible, TOP), listOf(visible, frame)];
  const told: string[] = [];
  visible.children.subscribe((parent) => told.push(parent));
  placeElements(opened.document, 'move', [
    { id: inside, parent: frame, placement: { x: 50, y: 50, width: 100, height: 100, rotation: 0 } },
  ]);
  visible.invalidate();
  visible.refresh();
  expect([listOf(visible, TOP) === top, listOf(visible, frame) === held, told]).toEqual([true, true, []]);
  put(opened, 'note', { x: 10, y: 10 }, frame);
  visible.invalidate();
  visible.refresh();
  expect([listOf(visible, TOP) === top, told]).toEqual([true, [frame]]);
  expect(listOf(visible, frame)).toHaveLength(2);
});

test('a short way over the board costs nothing', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const visible = new VisibleElements(board);
  put(opened, 'note', { x: 0, y: 0 });
  visible.refresh();
  // What is not looked at again does not notice what came without a word.
  put(opened, 'note', { x: 100, y: 0 });
  board.camera.set({ ...HOME, x: 100 });
  visible.refresh();
  expect(listOf(visible, TOP)).toHaveLength(1);
  board.camera.set({ ...HOME, x: 400 });
  visible.refresh();
  expect(listOf(visible, TOP)).toHaveLength(2);
});

test('what is dragged to the screen is listed wherever it rests, also where else nothing is to be seen', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const visible = new VisibleElements(board);
  const frame = put(opened, 'frame', { x: 9_000, y: 0, width: 300, height: 300 });
  const inside = put(opened, 'note', { x: 10, y: 10 }, frame);
  // On the board it is at 100.
  const place = { x: -8_900, y: 100, width: 100, height: 100, rotation: 0 };
  for (const places of [board.ownPlaces, board.theirPlaces]) {
    visible.invalidate();
    visible.refresh();
    expect(visible.children.size).toBe(0);
    places.set(inside, place);
    visible.invalidate();
    visible.refresh();
    expect([listOf(visible, TOP), listOf(visible, frame)]).toEqual([[frame], [inside]]);
    expect([visible.lifted.size, visible.holders.size]).toEqual([0, 0]);
    places.delete(inside);
  }
});

test('what others drag far from the screen is not listed, until it comes near or the camera does', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const visible = new VisibleElements(board);
  const note = put(opened, 'note', { x: 9_000, y: 0 });
  const look = () => {
    visible.invalidate();
    visible.refresh();
    return [listOf(visible, TOP), visible.isCarriedNear(note)];
  };
  const drag = (x: number) => board.theirPlaces.set(note, { x, y: 0, width: 100, height: 100, rotation: 0 });
  expect(look()).toEqual([[], false]);
  drag(8_000);
  expect(look()).toEqual([[], false]);
  drag(500);
  expect(look()).toEqual([[note], true]);
  drag(8_000);
  expect(look()).toEqual([[], false]);
  board.camera.set({ ...HOME, x: -8_000 });
  expect(look()).toEqual([[note], true]);
});

test('nothing is listed before there is a screen', async () => {
  const opened = await openBoard();
  put(opened, 'note', { x: 0, y: 0 });
  opened.board.screen.set({ width: 0, height: 0 });
  const visible = new VisibleElements(opened.board);
  visible.refresh();
  expect(visible.children.size).toBe(0);
});

test('with too many elements on the screen they are painted, and the edge is not crossed with every step', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const visible = new VisibleElements(board);
  const look = () => {
    visible.invalidate();
    visible.refresh();
    return visible.rendition.value;
  };
  const ids = fill(opened, 700, 40);
  expect(look()).toBe('nodes');
  const more = fill(opened, 110, 40);
  expect(look()).toBe('canvas');
  expect(visible.children.size).toBe(0);
  deleteElements(document, more);
  expect(look()).toBe('canvas');
  deleteElements(document, ids.slice(0, 101));
  expect(look()).toBe('nodes');
  expect(listOf(visible, TOP)).toHaveLength(599);
  fill(opened, 150, 40);
  expect(look()).toBe('nodes');
});

test('while all is painted, what is dragged or written on is lifted off with all that it holds', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const visible = new VisibleElements(board);
  const look = () => {
    visible.invalidate();
    visible.refresh();
    return {
      lifted: [...visible.lifted].map(({ id }) => id).sort(),
      holders: [...visible.holders.keys()].sort(),
    };
  };
  fill(opened, 900, 40);
  const outer = put(opened, 'frame', { x: 0, y: 0, width: 400, height: 400 });
  const inner = put(opened, 'frame', { x: 10, y: 10, width: 200, height: 200 }, outer);
  const note = put(opened, 'note', { x: 10, y: 10 }, inner);
  expect([look(), visible.rendition.value, visible.children.size]).toEqual([
    { lifted: [], holders: [] },
    'canvas',
    0,
  ]);
  board.edit(note);
  expect(look()).toEqual({ lifted: [note], holders: [inner, outer].sort() });
  expect([TOP, outer, inner].map((parent) => listOf(visible, parent))).toEqual([[outer], [inner], [note]]);
  board.ownPlaces.set(inner, placementOf(nodeOf(board, inner).element));
  expect(look()).toEqual({ lifted: [inner, note].sort(), holders: [outer] });
  board.ownPlaces.delete(inner);
  board.edit(undefined);
  expect([look(), visible.children.size]).toEqual([{ lifted: [], holders: [] }, 0]);
});

test('where others are painted, so is what they drag, with all that goes the same way', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const visible = new VisibleElements(board);
  fill(opened, 900, 40);
  const outer = put(opened, 'frame', { x: 0, y: 0, width: 400, height: 400 });
  const inner = put(opened, 'frame', { x: 10, y: 10, width: 200, height: 200 }, outer);
  const note = put(opened, 'note', { x: 10, y: 10 }, inner);
  const other = put(opened, 'note', { x: 210, y: 10 }, outer);
  const look = () => {
    visible.invalidate();
    visible.refresh();
    return {
      carried: Object.fromEntries(
        [...visible.carried].map(([root, nodes]) => [root.id, nodes.map(({ id }) => id)]),
      ),
      lifted: [...visible.lifted].map(({ id }) => id).sort(),
    };
  };
  const dragged = (id: string) => board.theirPlaces.set(id, placementOf(nodeOf(board, id).element));
  dragged(outer);
  expect(look()).toEqual({ carried: {}, lifted: [outer, inner, note, other].sort() });
  visible.peerRendition.set('canvas');
  expect(look()).toEqual({ carried: { [outer]: [outer, inner, note, other] }, lifted: [] });
  expect(visible.children.size).toBe(0);
  dragged(inner);
  expect(look()).toEqual({ carried: { [outer]: [outer, other], [inner]: [inner, note] }, lifted: [] });
  // What this person holds or writes on is a node for them, whoever else holds it.
  board.ownPlaces.set(inner, placementOf(nodeOf(board, inner).element));
  expect(look()).toEqual({ carried: { [outer]: [outer, other] }, lifted: [inner, note].sort() });
  board.ownPlaces.delete(inner);
  board.edit(other);
  expect(look()).toEqual({ carried: { [outer]: [outer], [inner]: [inner, note] }, lifted: [other] });
});
