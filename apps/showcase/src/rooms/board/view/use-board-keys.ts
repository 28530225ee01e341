import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import { ELEMENT_COLORS } from '../../../../schema.ts';
import { isTyping } from '../../../chrome/is-typing.ts';
import type { KeyLine } from '../../../chrome/keys-dialog.tsx';
import { elementLabel } from '../../../text/text-of-document.ts';
import { deleteElements, recolorElements, restackElements } from '../actions/change-elements.ts';
import { duplicateSelected } from '../actions/copy-paste.ts';
import { frameSelected, nestSelected, unframeSelected } from '../actions/nest-elements.ts';
import { growSelected, nudgeSelected } from '../actions/nudge-elements.ts';
import { makeElementAt } from '../gestures/draw-element.ts';
import { rotateBy } from '../gestures/rotate-elements.ts';
import { panned, zoomedAt } from '../plane/camera.ts';
import { middleOf } from '../plane/geometry.ts';
import { comparePaint, type SceneNode } from '../scene/scene-node.ts';
import type { Board, Tool } from '../window/board.ts';
import type { BoardParts } from './board-parts.ts';

/** All keys of the board, for the page of keys. */
export const BOARD_KEYS: readonly KeyLine[] = [
  { meaning: 'Undo, redo what you did', keys: ['Ctrl Z', 'Ctrl Shift Z'] },
  { meaning: 'Select, pan', keys: ['V', 'H'] },
  { meaning: 'Sticky note, text, frame', keys: ['N', 'T', 'F'] },
  { meaning: 'Rectangle, ellipse, diamond', keys: ['R', 'O', 'D'] },
  { meaning: 'Make it in the middle', keys: ['Enter'] },
  { meaning: 'Next, previous element', keys: ['.', ','] },
  { meaning: 'Write on it, stop writing', keys: ['Enter', 'Esc'] },
  { meaning: 'Move (Shift: further)', keys: ['←', '→', '↑', '↓'] },
  { meaning: 'Resize', keys: ['Alt + arrows'] },
  { meaning: 'Turn', keys: ['[', ']'] },
  { meaning: 'Colour', keys: ['1', '…', '9'] },
  { meaning: 'To the front, to the back', keys: ['Ctrl ]', 'Ctrl ['] },
  { meaning: 'Into the frame behind, out of it', keys: ['I', 'U'] },
  { meaning: 'New frame around it', keys: ['G'] },
  { meaning: 'Duplicate, delete', keys: ['Ctrl D', 'Del'] },
  { meaning: 'Copy, cut, paste', keys: ['Ctrl C', 'Ctrl X', 'Ctrl V'] },
  { meaning: 'Select all', keys: ['Ctrl A'] },
  { meaning: 'Zoom in, out, all', keys: ['+', '−', '0'] },
];

const TOOL_KEYS: Readonly<Record<string, Tool>> = {
  v: 'select',
  h: 'pan',
  n: 'note',
  t: 'text',
  f: 'frame',
  r: 'rectangle',
  o: 'ellipse',
  d: 'diamond',
};

const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Board units of a step with an arrow key, and with Shift. */
const STEP = 1;
const LONG_STEP = 16;
const GROWTH = 16;
/** Degrees of a turn with a key. */
const TURN = 15;
/** Screen pixels by which an arrow key moves the board where nothing is selected. */
const PAN = 64;

/** The keys of the board. Answers with the handler for the stage. */
export function useBoardKeys(
  stage: RefObject<HTMLElement | null>,
  { board }: BoardParts,
): (event: KeyboardEvent) => void {
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.nativeEvent.isComposing || isTyping(event.target)) return;
      const isCommand = event.ctrlKey || event.metaKey;
      const opening = board.editing.value;
      const isTaken =
        opening !== undefined && !isCommand
          ? typeAhead(board, opening, event)
          : isCommand
            ? takeCommand(board, event)
            : takePlain(board, event, stage.current);
      if (isTaken) event.preventDefault();
    },
    [board, stage],
  );
}

/**
 * An element was opened for writing, and its field is not on the page before the next frame: letters go to its words,
 * where they would have gone.
 */
function typeAhead(board: Board, id: string, { key }: KeyboardEvent): boolean {
  if (key === 'Escape') board.edit(undefined);
  const letter = key === 'Enter' ? '\n' : key;
  if ([...letter].length > 1) return key === 'Escape';
  const label = elementLabel(board.document, id);
  const { length } = label.read();
  label.edit(length === 0 ? [letter] : [length, letter]);
  return true;
}

function takeCommand(board: Board, { key, shiftKey }: KeyboardEvent): boolean {
  const ids = [...board.selection.value];
  switch (key.toLowerCase()) {
    case 'a':
      board.select(board.scene.roots.map(({ id }) => id));
      return true;
    case 'd':
      if (!refusesChange(board)) duplicateSelected(board);
      return true;
    case ']':
    case '[':
      if (!refusesChange(board))
        restackElements(board.document, orderedIds(board), key === ']' ? 'front' : 'back');
      return true;
    case 'g':
      if (ids.length > 0 && !refusesChange(board)) (shiftKey ? unframeSelected : frameSelected)(board);
      return true;
    default:
      return false;
  }
}

function takePlain(board: Board, event: KeyboardEvent, stage: HTMLElement | null): boolean {
  const { key } = event;
  const arrow = ARROWS[key];
  if (arrow !== undefined) return takeArrow(board, event, arrow);
  if (event.altKey) return false;
  return (
    takeView(board, event, stage) || (isChange(board, key) && !refusesChange(board) && takeChange(board, key))
  );
}

/** Keys that change only what this window shows. */
function takeView(board: Board, { key, shiftKey }: KeyboardEvent, stage: HTMLElement | null): boolean {
  const screen = board.screen.value;
  const middle = { x: screen.width / 2, y: screen.height / 2 };
  switch (key) {
    case '+':
    case '=':
      board.camera.set(zoomedAt(board.camera.value, middle, 1.25));
      return true;
    case '-':
      board.camera.set(zoomedAt(board.camera.value, middle, 0.8));
      return true;
    case '0':
      board.fit();
      return true;
    case '.':
    case ',':
      goTo(board, nextNode(board, key === '.' ? 1 : -1), stage);
      return true;
    case 'Escape':
      board.tool.set('select');
      board.select([]);
      stage?.focus({ preventScroll: true });
      return true;
    default: {
      const tool = shiftKey ? undefined : TOOL_KEYS[key.toLowerCase()];
      if (tool === undefined) return false;
      if (tool === 'select' || tool === 'pan' || !refusesChange(board)) board.tool.set(tool);
      return true;
    }
  }
}

function isChange(board: Board, key: string): boolean {
  const makes = key === 'Enter' && board.tool.value !== 'select' && board.tool.value !== 'pan';
  return makes || (board.selection.value.size > 0 && /^(Enter|Delete|Backspace|[[\]1-9giuGIU])$/.test(key));
}

function takeChange(board: Board, key: string): boolean {
  const ids = [...board.selection.value];
  switch (key.toLowerCase()) {
    case 'enter':
      return makeOrWrite(board);
    case 'delete':
    case 'backspace':
      deleteElements(board.document, ids);
      return true;
    case '[':
    case ']':
      rotateBy(board, key === ']' ? TURN : -TURN);
      return true;
    case 'g':
      frameSelected(board);
      return true;
    case 'i':
      nestSelected(board);
      return true;
    case 'u':
      unframeSelected(board);
      return true;
    default: {
      const color = ELEMENT_COLORS[Number(key) - 1];
      if (color !== undefined) recolorElements(board.document, ids, color);
      return color !== undefined;
    }
  }
}

function makeOrWrite(board: Board): boolean {
  const { value: tool } = board.tool;
  if (tool !== 'select' && tool !== 'pan') {
    const id = makeElementAt(board, tool, middleOf(board.view));
    board.tool.set('select');
    if (tool !== 'note' && tool !== 'text') board.select([id]);
    return true;
  }
  const [only, ...more] = board.selection.value;
  if (only === undefined || more.length > 0 || board.scene.node(only)?.element.kind === 'image') return false;
  board.edit(only);
  return true;
}

function takeArrow(
  board: Board,
  { shiftKey, altKey }: KeyboardEvent,
  { x, y }: { readonly x: number; readonly y: number },
): boolean {
  if (board.selection.value.size === 0) {
    board.camera.set(panned(board.camera.value, -x * PAN, -y * PAN));
    return true;
  }
  if (refusesChange(board)) return true;
  const step = shiftKey ? LONG_STEP : STEP;
  if (altKey) growSelected(board, { x: x * GROWTH, y: y * GROWTH });
  else nudgeSelected(board, { x: x * step, y: y * step });
  return true;
}

function refusesChange(board: Board): boolean {
  if (board.isReadOnly) board.say('You may read this board; only others may write to it.');
  return board.isReadOnly;
}

function orderedIds(board: Board): string[] {
  return board.selected.map(({ id }) => id);
}

/** The element behind or before the selected one, in the order in which they are painted. */
function nextNode(board: Board, step: 1 | -1): SceneNode | undefined {
  const all = [...board.scene.all()].sort(comparePaint);
  const [selected] = board.selection.value;
  const at = all.findIndex(({ id }) => id === selected);
  if (at === -1) return step === 1 ? all[0] : all.at(-1);
  return all[(at + step + all.length) % all.length];
}

/** Selects an element, shows it, and gives it the focus, so that it is read out. */
function goTo(board: Board, node: SceneNode | undefined, stage: HTMLElement | null): void {
  if (node === undefined) return;
  board.select([node.id]);
  board.reveal(node);
  requestAnimationFrame(() => {
    const element = stage?.querySelector<HTMLElement>(`[data-element="${CSS.escape(node.id)}"]`);
    element?.focus({ preventScroll: true });
  });
}
