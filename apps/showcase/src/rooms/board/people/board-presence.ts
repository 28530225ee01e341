import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import type { Placement, Point } from '../plane/geometry.ts';

/** What a person shows of themselves on a board, beside name, colour and caret. */
export interface BoardPresence {
  /** Where the pointer is, on the board; undefined: elsewhere. */
  readonly at: Point | undefined;
  readonly selected: readonly string[];
  /** Where the elements are that they drag, each in its parent. */
  readonly dragged: ReadonlyMap<string, Placement>;
}

export const NOTHING_SHOWN: BoardPresence = { at: undefined, selected: [], dragged: new Map() };

/** A presence message holds 4 kB: of larger selections others see the first so many. */
const MOST_SELECTED = 40;
const MOST_DRAGGED = 30;

/** As it goes over the wire: short names, since it goes twenty times a second. */
export function presenceData({ at, selected, dragged }: BoardPresence): Json {
  return {
    ...(at === undefined ? {} : { at: [round(at.x), round(at.y)] }),
    ...(selected.length === 0 ? {} : { sel: selected.slice(0, MOST_SELECTED) }),
    ...(dragged.size === 0
      ? {}
      : {
          drag: [...dragged]
            .slice(0, MOST_DRAGGED)
            .map(([id, { x, y, width, height, rotation }]) => [
              id,
              round(x),
              round(y),
              round(width),
              round(height),
              round(rotation),
            ]),
        }),
  };
}

/** What others show, as far as it makes sense: it comes from outside. */
export function parsePresenceData(data: Json | undefined): BoardPresence {
  if (!isJsonObject(data)) return NOTHING_SHOWN;
  const at = pointFrom(data.at);
  const selected = isArray(data.sel) ? data.sel.filter(isId).slice(0, MOST_SELECTED) : [];
  const dragged = new Map(
    (isArray(data.drag) ? data.drag.slice(0, MOST_DRAGGED) : []).flatMap((item) => draggedFrom(item)),
  );
  return { at, selected, dragged };
}

function draggedFrom(item: Json): (readonly [string, Placement])[] {
  if (!isArray(item)) return [];
  const [id, x, y, width, height, rotation] = item;
  if (!isId(id) || !isNumber(x) || !isNumber(y)) return [];
  if (!isNumber(width) || !isNumber(height) || !isNumber(rotation)) return [];
  if (width <= 0 || height <= 0) return [];
  return [[id, { x, y, width, height, rotation }]];
}

function pointFrom(value: Json | undefined): Point | undefined {
  if (!isArray(value)) return undefined;
  const [x, y] = value;
  return isNumber(x) && isNumber(y) ? { x, y } : undefined;
}

function isId(value: Json | undefined): value is string {
  return typeof value === 'string';
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) < 1e9;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
