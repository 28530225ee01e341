import { expect, test } from 'vitest';
import type { BoardPeer } from '../people/board-people.ts';
import { placementOf } from '../scene/element.ts';
import { withDescendants } from '../scene/scene-node.ts';
import { nodeOf, type OpenedBoard, openBoard, put, putPicture } from '../testing/open-board.ts';
import type { Palette } from './palette.ts';
import { type CarriedElements, elementKey, PeerFigures } from './peer-figures.ts';

const palette: Palette = (color) => ({ fill: `${color}-3`, line: 'line', ink: 'ink', paper: 'paper' });

function ben(shown: Partial<BoardPeer>): BoardPeer {
  const nobody = { at: undefined, selected: [], dragged: new Map(), caret: undefined };
  return { connection: '7', name: 'Ben', color: 2, ...nobody, ...shown };
}

function carriedIn({ board }: OpenedBoard, ...ids: readonly string[]): CarriedElements {
  return new Map(ids.map((id) => [nodeOf(board, id), [...withDescendants(nodeOf(board, id))]]));
}

test('elements lie under frames, and frames under pointers, each kind in its order', async () => {
  const opened = await openBoard();
  const [one, other] = [put(opened, 'note', { x: 10 }), put(opened, 'note', { x: 500 })];
  const figures = new PeerFigures(opened.board).of(
    [ben({ at: { x: 1, y: 2 }, selected: [other] }), ben({ connection: '8', at: { x: 3, y: 4 } })],
    carriedIn(opened, one, other),
    palette,
    false,
  );
  expect(figures.map(({ key }) => key)).toEqual([
    elementKey(one),
    elementKey(other),
    `frame/7/${other}`,
    'pointer/7',
    'pointer/8',
  ]);
  expect(figures.map(({ place }) => place.x)).toEqual([10, 500, 500, 1, 3]);
});

test('an element and the frame around it are in the same place, and glide together', async () => {
  const opened = await openBoard();
  const { board } = opened;
  const id = put(opened, 'note', { x: 10 });
  const figures = new PeerFigures(board);
  const look = (isStill = false) => {
    const [element, frame] = figures.of([ben({ selected: [id] })], carriedIn(opened, id), palette, isStill);
    expect([element?.place, element?.isGliding]).toEqual([frame?.place, frame?.isGliding]);
    return frame;
  };
  expect(look()?.isGliding).toBe(false);
  const place = { ...placementOf(nodeOf(board, id).element), x: 70, width: 40 };
  board.theirPlaces.set(id, place);
  expect(look()).toMatchObject({ place: { x: 70, width: 40 }, isGliding: true });
  expect(look(true)?.isGliding).toBe(false);
  // One's own hand is not that of somebody far away.
  board.ownPlaces.set(id, { ...place, x: 80 });
  expect(look()).toMatchObject({ place: { x: 80 }, isGliding: false });
});

test('what is dragged takes along what it holds, each where it lies in it', async () => {
  const opened = await openBoard();
  const frame = put(opened, 'frame', { x: 100, y: 100, width: 400, height: 400, rotation: 90 });
  const inner = put(opened, 'frame', { x: 30, y: 40, width: 200, height: 200 }, frame);
  put(opened, 'note', { x: 5, y: 6 }, inner);
  const [figure] = new PeerFigures(opened.board).of([], carriedIn(opened, frame), palette, false);
  const pieces = figure?.figure.kind === 'element' ? figure.figure.pieces : [];
  expect(pieces.map(({ kind, pose: { x, y, rotation } }) => [kind, x, y, rotation])).toEqual([
    ['frame', 0, 0, 0],
    ['frame', 30, 40, 0],
    ['note', 35, 46, 0],
  ]);
  expect(pieces[0]?.ink.fill).toBe('slate-3');
});

test('pieces are the same for as long as they look the same', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const id = put(opened, 'note', {});
  const figures = new PeerFigures(board);
  const look = (colors = palette) => {
    const [element] = figures.of([], carriedIn(opened, id), colors, false);
    return element?.figure.kind === 'element' ? element.figure.pieces : undefined;
  };
  const first = look();
  board.theirPlaces.set(id, { x: 9, y: 9, width: 9, height: 9, rotation: 9 });
  expect(look()).toBe(first);
  document.transact((tx) => tx.elements.modify(id, { color: 'red' }));
  const red = look();
  expect([first?.[0]?.ink.fill, red?.[0]?.ink.fill]).toEqual(['slate-3', 'red-3']);
  const dark: Palette = (color) => ({ ...palette(color), fill: 'dark' });
  expect(look(dark)?.[0]?.ink.fill).toBe('dark');
});

test('a picture goes along as its data, and nothing that would be asked for', async () => {
  const opened = await openBoard();
  const { board, document } = opened;
  const id = putPicture(opened, { x: 0, y: 0, width: 10, height: 10, rotation: 0 });
  const figures = new PeerFigures(board);
  const look = () => {
    const [element] = figures.of([], carriedIn(opened, id), palette, false);
    return element?.figure.kind === 'element' ? element.figure.pieces[0]?.picture : undefined;
  };
  expect(look()).toBe('data:image/png;base64,AAAA');
  const image = nodeOf(board, id).element.image ?? '';
  document.transact((tx) => {
    tx.images.modify(image, { source: 'https://elsewhere.example/dot.png' });
    tx.elements.modify(id, { x: 1 });
  });
  expect(look()).toBe(undefined);
});
