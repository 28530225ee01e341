import type { SyncedDocument } from '@statehouse/sync';
import { BOARD_ID, type ShowcaseSchema } from '../../../../schema.ts';
import { draftOf, insertElements } from '../actions/insert-elements.ts';
import type { PointerSample } from '../gestures/gesture.ts';
import type { Placement, Point } from '../plane/geometry.ts';
import type { ElementKind } from '../scene/element.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import { Board } from '../window/board.ts';
import { SyncWorld } from './sync-world.ts';

/** One person's board in a world of its own, on a screen of 1000 by 800 pixels that shows it unzoomed. */
export interface OpenedBoard {
  readonly world: SyncWorld;
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly board: Board;
}

export async function openBoard(client = 'ann', world = new SyncWorld(1)): Promise<OpenedBoard> {
  const document = await world.open(client, 'board');
  if (!document.snapshot.table('boards').has(BOARD_ID) && document.status.role !== 'reader')
    document.transact((tx) => tx.boards.insert({ id: BOARD_ID, title: 'Board' }), { undoable: false });
  await world.settle([document]);
  const board = new Board(document);
  board.screen.set({ width: 1_000, height: 800 });
  return { world, document, board };
}

/** Puts an element on a board; answers with its id. */
export function put(
  { document }: Pick<OpenedBoard, 'document'>,
  kind: Exclude<ElementKind, 'image'>,
  placement: Partial<Placement>,
  parent: string | null = null,
): string {
  const usual = { x: 0, y: 0, width: 100, height: 100, rotation: 0 };
  const draft = draftOf(kind, { ...usual, ...placement }, 'slate');
  const [id = ''] = insertElements(document, 'create', [draft], parent);
  return id;
}

/** Puts a picture on a board; answers with its id. */
export function putPicture({ document }: Pick<OpenedBoard, 'document'>, placement: Placement): string {
  const picture = { name: 'dot', source: 'data:image/png;base64,AAAA', width: 4, height: 4 };
  const draft = { ...draftOf('image', placement, 'slate'), picture };
  const [id = ''] = insertElements(document, 'add picture', [draft]);
  return id;
}

/** The node of an element that is there. */
export function nodeOf({ scene }: Pick<Board, 'scene'>, id: string): SceneNode {
  const node = scene.node(id);
  if (node === undefined) throw new Error(`there is no element ${id}`);
  return node;
}

/** A pointer over a point of a board that is seen from its usual camera. */
export function over(
  { x, y }: Point,
  keys: Partial<Pick<PointerSample, 'shift' | 'alt' | 'control'>> = {},
): PointerSample {
  return { screen: { x, y }, board: { x, y }, shift: false, alt: false, control: false, ...keys };
}
