import type { ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import type { Placement, Point } from '../src/rooms/board/plane/geometry.ts';
import type { Chance } from './seeded.ts';

export function at(x: number, y: number, width: number, height: number, rotation = 0): Placement {
  return { x, y, width, height, rotation };
}

/** Cells of one size, from left to right and then down; lengths are board units. */
export interface Grid extends Point {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** The cell with that number, from 0. */
export function cell({ x, y, columns, width, height, gap }: Grid, index: number): Placement {
  const [column, row] = [index % columns, Math.floor(index / columns)];
  return at(x + column * (width + gap), y + row * (height + gap), width, height);
}

/** Something with things in it, from bottom to top; they are placed from its top left corner. */
export function holding(
  holder: ElementDraft,
  ...children: readonly (readonly ElementDraft[])[]
): ElementDraft {
  return { ...holder, children: [...holder.children, ...children.flat()] };
}

/** Turned a little, as by a hand: by up to `most` degrees to either side. */
export function tilted(draft: ElementDraft, chance: Chance, most = 2.4): ElementDraft {
  const turn = (chance() * 2 - 1) * most;
  return { ...draft, placement: { ...draft.placement, rotation: draft.placement.rotation + turn } };
}

/** `count` points on an ellipse about `middle`, clockwise from its top. */
export function ring(count: number, middle: Point, radii: Point): readonly Point[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    return { x: middle.x + Math.cos(angle) * radii.x, y: middle.y + Math.sin(angle) * radii.y };
  });
}

/** A box of that size about a point. */
export function about({ x, y }: Point, width: number, height: number, rotation = 0): Placement {
  return at(x - width / 2, y - height / 2, width, height, rotation);
}

/** A bar that begins at `hinge` and points `degrees` clockwise from the right, as an open door does in a plan. */
export function bar(hinge: Point, length: number, thickness: number, degrees: number): Placement {
  const angle = (degrees * Math.PI) / 180;
  const middle = {
    x: hinge.x + (Math.cos(angle) * length) / 2,
    y: hinge.y + (Math.sin(angle) * length) / 2,
  };
  return about(middle, length, thickness, degrees);
}
