import { isJsonObject, type Json } from '@statehouse/kernel';
import type { DocumentConflict } from '@statehouse/sync';
import { ELEMENT_COLORS } from '../../../../schema.ts';
import type { ConflictDescription, RoomConflicts } from '../../../connection/conflict-view.ts';
import { describeConflict } from '../../../connection/conflict-words.ts';
import { recolorElements } from '../actions/change-elements.ts';
import { type ElementColor, elementName, kindName } from '../scene/element.ts';
import type { Board } from '../window/board.ts';
import { type LostElement, lostFromElement, lostFromRow, restoreElement } from './restore-element.ts';

/** The fields that say where an element lies and how large it is. */
const GEOMETRY = ['x', 'y', 'width', 'height', 'rotation'] as const;

type GeometryField = (typeof GEOMETRY)[number];

/** The board's conflicts in its own words, with the ways to take one's work back. */
export function boardConflicts(board: Board): RoomConflicts {
  return {
    groupOf: (item) => groupOf(board, item),
    describe: (item, group = [item]) =>
      item.conflict.table === 'elements' ? describe(board, item, group) : undefined,
  };
}

/** All that was lost with an element is one to a person, and so is where it lay. */
function groupOf(board: Board, item: DocumentConflict): string | undefined {
  const { table, id } = item.conflict;
  if (table === 'elements' && board.scene.node(id) === undefined) return `gone/${id}`;
  return isPlacing(item) ? `placing/${id}` : undefined;
}

function describe(
  board: Board,
  item: DocumentConflict,
  group: readonly DocumentConflict[],
): ConflictDescription {
  const { conflict } = item;
  const element = board.scene.node(conflict.id)?.element;
  const thing = element === undefined ? 'the element' : `“${elementName(element)}”`;
  const lost = element === undefined ? lostOf(board, group) : undefined;
  if (lost !== undefined) return describeDeletion(board, item, lost);
  if (isPlacing(item)) return describePlacing(board, thing, group);
  if (conflict.kind === 'overwritten' && conflict.field === 'color') {
    const color = colorFrom(conflict.lost);
    return {
      reason: `Somebody recoloured ${thing} too, and theirs came last.`,
      mine: String(conflict.lost),
      theirs: 'won' in conflict ? String(conflict.won) : undefined,
      take: color === undefined ? undefined : () => recolorElements(board.document, [conflict.id], color),
    };
  }
  return describeConflict(item, thing);
}

/** An element that is gone: as this window saw it last, or else as the conflicts tell of it. */
function lostOf(board: Board, group: readonly DocumentConflict[]): LostElement | undefined {
  for (const { conflict } of group) {
    const seen = board.lost.get(conflict.id);
    if (seen !== undefined) return lostFromElement(seen);
  }
  for (const { conflict } of group) {
    const told = conflict.kind === 'deleted' ? lostFromRow(conflict.lost) : undefined;
    if (told !== undefined) return told;
  }
  return undefined;
}

function describeDeletion(board: Board, item: DocumentConflict, lost: LostElement): ConflictDescription {
  const name = lost.label === '' ? kindName(lost.kind) : `${kindName(lost.kind)}: ${lost.label}`;
  return {
    reason: `Somebody deleted an element on which you worked.`,
    mine: name,
    theirs: 'deleted',
    take: () => restoreElement(board.document, item.conflict.id, lost),
  };
}

function describePlacing(
  board: Board,
  thing: string,
  group: readonly DocumentConflict[],
): ConflictDescription {
  const [mine, theirs] = [new Map<GeometryField, number>(), new Map<GeometryField, number>()];
  let parent: string | null | undefined;
  for (const { conflict } of group) {
    const field = GEOMETRY.find((name) => name === conflict.field);
    if (field !== undefined && typeof conflict.lost === 'number') mine.set(field, conflict.lost);
    if (field !== undefined && 'won' in conflict && typeof conflict.won === 'number')
      theirs.set(field, conflict.won);
    if ('place' in conflict) parent = parentFrom(conflict.lost);
  }
  const [first] = group;
  return {
    reason: `Somebody moved or resized ${thing} too, and theirs came last.`,
    mine: placeWords(mine, theirs, parent),
    theirs: theirs.size === 0 ? undefined : 'where it is now',
    take: () => {
      if (first !== undefined) takePlacing(board, first.conflict.id, mine, parent);
    },
  };
}

function takePlacing(
  board: Board,
  id: string,
  fields: ReadonlyMap<GeometryField, number>,
  parent: string | null | undefined,
): void {
  board.document.transact(
    (tx) => {
      if (!tx.elements.has(id)) return;
      if (parent === null || (parent !== undefined && tx.elements.has(parent)))
        tx.elements.move(id, { parent });
      tx.elements.modify(id, Object.fromEntries(fields));
    },
    { name: 'take mine' },
  );
}

/** Whether it is about where an element lies. */
function isPlacing({ conflict }: DocumentConflict): boolean {
  if (conflict.table !== 'elements' || conflict.kind !== 'overwritten') return false;
  return 'place' in conflict || GEOMETRY.some((field) => field === conflict.field);
}

/** How mine differs from theirs, in words: `500 further right, 20 wider`. */
const FIELD_WORDS: Readonly<Record<GeometryField, readonly [more: string, less: string]>> = {
  x: ['further right', 'further left'],
  y: ['lower', 'higher'],
  width: ['wider', 'narrower'],
  height: ['taller', 'lower'],
  rotation: ['degrees further turned', 'degrees turned back'],
};

function placeWords(
  mine: ReadonlyMap<GeometryField, number>,
  theirs: ReadonlyMap<GeometryField, number>,
  parent: string | null | undefined,
): string {
  const words = GEOMETRY.flatMap((field) => {
    const [value, won] = [mine.get(field), theirs.get(field)];
    if (value === undefined || won === undefined) return [];
    const [more, less] = FIELD_WORDS[field];
    return [`${Math.round(Math.abs(value - won))} ${value > won ? more : less}`];
  });
  if (parent !== undefined) words.push(parent === null ? 'on the board itself' : 'in another frame');
  return words.join(', ');
}

function parentFrom(place: Json): string | null {
  return isJsonObject(place) && typeof place.parent === 'string' ? place.parent : null;
}

function colorFrom(value: Json): ElementColor | undefined {
  return ELEMENT_COLORS.find((color) => color === value);
}
