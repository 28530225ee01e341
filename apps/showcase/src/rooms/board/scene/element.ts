import type { RowOf } from '@statehouse/db';
import type { ELEMENT_COLORS, ELEMENT_KINDS, ShowcaseSchema } from '../../../../schema.ts';
import type { Placement } from '../plane/geometry.ts';

/** One element as the document holds it. */
export type Element = RowOf<ShowcaseSchema, 'elements'>;

export type ElementKind = (typeof ELEMENT_KINDS)[number];

export type ElementColor = (typeof ELEMENT_COLORS)[number];

/** The size of an element that is made with a click instead of a drag, in board units. */
export const USUAL_SIZE: Readonly<Record<ElementKind, { readonly width: number; readonly height: number }>> =
  {
    rectangle: { width: 160, height: 100 },
    ellipse: { width: 160, height: 110 },
    diamond: { width: 150, height: 130 },
    note: { width: 180, height: 180 },
    frame: { width: 480, height: 320 },
    text: { width: 240, height: 40 },
    image: { width: 320, height: 240 },
  };

export const USUAL_COLOR: Readonly<Record<ElementKind, ElementColor>> = {
  rectangle: 'iris',
  ellipse: 'teal',
  diamond: 'orange',
  note: 'amber',
  frame: 'slate',
  text: 'slate',
  image: 'slate',
};

/** Nothing is made or dragged smaller than this, in board units. */
export const SMALLEST_SIDE = 8;

const KIND_NAMES: Readonly<Record<ElementKind, string>> = {
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  diamond: 'Diamond',
  note: 'Sticky note',
  frame: 'Frame',
  text: 'Text',
  image: 'Image',
};

export function kindName(kind: ElementKind): string {
  return KIND_NAMES[kind];
}

/** What a screen reader says of an element. */
export function elementName(element: Pick<Element, 'kind' | 'label'>): string {
  const label = element.label.toString().replaceAll(/\s+/g, ' ').trim();
  const name = kindName(element.kind);
  if (label === '') return name;
  return `${name}: ${label.length > 80 ? `${label.slice(0, 79)}…` : label}`;
}

export function placementOf({ x, y, width, height, rotation }: Element): Placement {
  return { x, y, width, height, rotation };
}
