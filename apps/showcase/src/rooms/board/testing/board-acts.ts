import type { Random } from '@statehouse/kernel';
import { drawInt, drawOne } from '@statehouse/kernel/testing';
import type { SyncedDocument } from '@statehouse/sync';
import fc from 'fast-check';
import { ELEMENT_COLORS, NOTE_ID, type ShowcaseSchema } from '../../../../schema.ts';
import { deleteElements, recolorElements, restackElements } from '../actions/change-elements.ts';
import { duplicateSelected } from '../actions/copy-paste.ts';
import { draftOf, type ElementDraft, insertElements } from '../actions/insert-elements.ts';
import { frameSelected, nestSelected, unframeSelected } from '../actions/nest-elements.ts';
import { growSelected, nudgeSelected } from '../actions/nudge-elements.ts';
import { placeElements } from '../actions/place-elements.ts';
import { rotateBy } from '../gestures/rotate-elements.ts';
import { placementOf } from '../scene/element.ts';
import { isInside, type SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';

const CHANGES = [
  'create',
  'picture',
  'move',
  'resize',
  'rotate',
  'put in',
  'nest',
  'take out',
  'frame',
  'recolor',
  'restack',
  'duplicate',
  'delete',
  'write',
  'write',
  // Most often in one place, so that several steps of both lie in one text.
  'write note',
  'write note',
  'write note',
  'write note',
] as const;

/** What a person does to a board. */
export type BoardChange = (typeof CHANGES)[number];

/** One act of one of two people, and how long it takes until the next one. */
export interface BoardAct {
  readonly who: 0 | 1;
  readonly act: BoardChange | 'undo' | 'redo' | 'cut';
  /** Decides what the act is about. */
  readonly draw: number;
  readonly restMs: number;
}

export const boardAct: fc.Arbitrary<BoardAct> = fc.record({
  who: fc.constantFrom<0 | 1>(0, 1),
  act: fc.oneof(
    { arbitrary: fc.constantFrom(...CHANGES), weight: 30 },
    { arbitrary: fc.constant<'undo'>('undo'), weight: 18 },
    { arbitrary: fc.constant<'redo'>('redo'), weight: 8 },
    { arbitrary: fc.constant<'cut'>('cut'), weight: 1 },
  ),
  draw: fc.nat(1_000_000),
  restMs: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(1_500)),
});

const PICTURE = { name: 'dot', source: 'data:image/png;base64,AAAA', width: 4, height: 4 };

/** Gives out characters that occur once in a history, so that each can be followed. */
export class Letters {
  #given = 0;

  take(count: number): string {
    this.#given += count;
    return String.fromCharCode(
      ...Array.from({ length: count }, (_, index) => 0x4e00 + this.#given - count + index),
    );
  }
}

/** Does something to a board by the actions that its tools and keys call. Nothing happens where nothing fits. */
export function changeBoard(board: Board, change: BoardChange, random: Random, letters: Letters): void {
  const nodes = [...board.scene.all()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const chosen = nodes.length === 0 ? [] : choose(random, nodes);
  const ids = chosen.map(({ id }) => id);
  board.select(ids);
  switch (change) {
    case 'create':
      create(board, random, letters);
      return;
    case 'picture':
      insertElements(board.document, 'add picture', [{ ...draftAt(random, 'image', ''), picture: PICTURE }]);
      return;
    case 'move':
      nudgeSelected(board, somewhere(random, 200));
      return;
    case 'resize':
      growSelected(board, somewhere(random, 60));
      return;
    case 'rotate':
      rotateBy(board, drawOne(random, [-90, 15, 45, 180]));
      return;
    case 'put in':
      putIn(board, chosen, nodes, random);
      return;
    case 'nest':
      nestSelected(board);
      return;
    case 'take out':
      unframeSelected(board);
      return;
    case 'frame':
      frameSelected(board);
      return;
    case 'recolor':
      recolorElements(board.document, ids, drawOne(random, ELEMENT_COLORS));
      return;
    case 'restack':
      restackElements(board.document, ids, drawOne(random, ['front', 'back']));
      return;
    case 'duplicate':
      duplicateSelected(board);
      return;
    case 'delete':
      deleteElements(board.document, ids);
      return;
    case 'write':
      if (chosen[0] !== undefined) write(board, chosen[0].id, random, letters);
      return;
    case 'write note':
      writeNote(board.document, random, letters);
  }
}

function choose(random: Random, nodes: readonly SceneNode[]): readonly SceneNode[] {
  const count = drawOne(random, [1, 1, 1, 2, 3]);
  return [...new Set(Array.from({ length: count }, () => drawOne(random, nodes)))];
}

function somewhere(random: Random, reach: number) {
  return { x: drawInt(random, 2 * reach) - reach, y: drawInt(random, 2 * reach) - reach };
}

function draftAt(random: Random, kind: ElementDraft['kind'], label: string): ElementDraft {
  const size = { width: 100 + drawInt(random, 400), height: 100 + drawInt(random, 300) };
  const placement = { ...somewhere(random, 500), ...size, rotation: drawOne(random, [0, 0, 30]) };
  return draftOf(kind, placement, drawOne(random, ELEMENT_COLORS), label);
}

function create(board: Board, random: Random, letters: Letters): void {
  const kind = drawOne(random, ['note', 'frame', 'frame', 'rectangle', 'text'] as const);
  const frames = [...board.scene.all()].filter(({ element }) => element.kind === 'frame');
  const parent = frames.length > 0 && random.next() < 0.4 ? drawOne(random, frames).id : null;
  insertElements(board.document, 'create', [draftAt(random, kind, letters.take(2))], parent);
}

function putIn(
  board: Board,
  chosen: readonly SceneNode[],
  nodes: readonly SceneNode[],
  random: Random,
): void {
  const frames = nodes.filter(
    (node) =>
      node.element.kind === 'frame' && !chosen.some((other) => other === node || isInside(node, other)),
  );
  if (frames.length === 0) return;
  const parent = drawOne(random, frames).id;
  placeElements(
    board.document,
    'move',
    board.selected.map(({ id, element }) => ({ id, parent, placement: placementOf(element) })),
  );
}

function write(board: Board, id: string, random: Random, letters: Letters): void {
  board.document.transact((tx) => {
    const text = tx.elements.text(id, 'label');
    const length = tx.elements.get(id)?.label.toString().length ?? 0;
    splice(text, length, random, letters);
  });
}

function writeNote(
  document: Pick<SyncedDocument<ShowcaseSchema>, 'transact'>,
  random: Random,
  letters: Letters,
): void {
  document.transact((tx) => {
    const length = tx.notes.get(NOTE_ID)?.body.toString().length;
    if (length !== undefined) splice(tx.notes.text(NOTE_ID, 'body'), length, random, letters);
  });
}

function splice(
  text: { splice(at: number, deleted: number, inserted: string): unknown },
  length: number,
  random: Random,
  letters: Letters,
): void {
  const at = drawInt(random, length + 1);
  const deleted = random.next() < 0.5 ? 0 : Math.min(length - at, 1 + drawInt(random, 3));
  const inserted = deleted > 0 && random.next() < 0.5 ? '' : letters.take(1 + drawInt(random, 3));
  if (deleted > 0 || inserted !== '') text.splice(at, deleted, inserted);
}
