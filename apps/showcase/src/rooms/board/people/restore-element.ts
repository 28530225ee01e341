import { isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { ELEMENT_COLORS, ELEMENT_KINDS } from '../../../../schema.ts';
import type { BoardDocument } from '../actions/board-document.ts';
import type { Element, ElementColor, ElementKind } from '../scene/element.ts';

/** What is needed to put an element back. */
export interface LostElement {
  readonly kind: ElementKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly color: ElementColor;
  readonly label: string;
  readonly image: string | null;
  readonly parent: string | null;
}

export function lostFromElement(element: Element): LostElement {
  return { ...element, label: element.label.toString() };
}

/** Reads what a conflict says of a deleted row, `{ fields, place? }`; undefined if it is none of an element. */
export function lostFromRow(lost: Json): LostElement | undefined {
  if (!isJsonObject(lost) || !isJsonObject(lost.fields)) return undefined;
  const { kind, x, y, width, height, rotation, color, label, image } = lost.fields;
  if (!isKind(kind) || !isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height))
    return undefined;
  return {
    kind,
    x,
    y,
    width,
    height,
    rotation: isNumber(rotation) ? rotation : 0,
    color: isColor(color) ? color : 'slate',
    label: isJsonObject(label) && typeof label.text === 'string' ? label.text : '',
    image: typeof image === 'string' ? image : null,
    parent: parentIn(lost),
  };
}

/** Puts an element back under its own id; where its frame is gone too, it lies on the board. */
export function restoreElement(document: BoardDocument, id: string, lost: LostElement): void {
  document.transact(
    (tx) => {
      if (tx.elements.has(id)) return;
      const { parent, image, kind, x, y, width, height, rotation, color, label } = lost;
      tx.elements.insert(
        {
          id,
          kind,
          x,
          y,
          width,
          height,
          rotation,
          color,
          label,
          image: image !== null && tx.images.has(image) ? image : null,
        },
        { parent: parent !== null && tx.elements.has(parent) ? parent : null },
      );
    },
    { name: 'put back' },
  );
}

function parentIn({ place }: JsonObject): string | null {
  return isJsonObject(place) && typeof place.parent === 'string' ? place.parent : null;
}

function isKind(value: Json | undefined): value is ElementKind {
  return ELEMENT_KINDS.some((kind) => kind === value);
}

function isColor(value: Json | undefined): value is ElementColor {
  return ELEMENT_COLORS.some((color) => color === value);
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number';
}
