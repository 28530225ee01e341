import { isArray, isJsonObject, type Json, type JsonObject } from '@statehouse/kernel';
import { isPictureSource } from '../../../../picture-source.ts';
import { ELEMENT_COLORS, ELEMENT_KINDS } from '../../../../schema.ts';
import type { ElementDraft, Picture } from '../actions/insert-elements.ts';
import type { Placement } from '../plane/geometry.ts';
import type { ElementColor, ElementKind } from '../scene/element.ts';
import { shortText } from '../scene/short-text.ts';

/** The version of the form in which elements lie on the clipboard. */
const FORMAT = 'statehouse/board/1';
/** No more elements than these are pasted at once. */
export const MOST_PASTED = 2_000;
/** A label holds at most so many UTF-16 units. */
export const LONGEST_LABEL = 20_000;
/** A picture's name, likewise. */
const LONGEST_NAME = 200;
const DEEPEST = 32;
const FARTHEST = 1e7;

/** Elements as text for the clipboard. */
export function textFromDrafts(drafts: readonly ElementDraft[]): string {
  return JSON.stringify({ format: FORMAT, drafts });
}

/** The words on elements, for whoever pastes them elsewhere. */
export function wordsOf(drafts: readonly ElementDraft[]): string {
  return drafts
    .flatMap(({ label, children }) => [label, wordsOf(children)])
    .filter((words) => words !== '')
    .join('\n');
}

/** Reads elements back; undefined if the text is anything else. It may come from anywhere. */
export function draftsFromText(text: string): readonly ElementDraft[] | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value) || value.format !== FORMAT || !isArray(value.drafts)) return undefined;
  const budget = { left: MOST_PASTED };
  return value.drafts.flatMap((draft) => draftFrom(draft, budget, 0));
}

function draftFrom(value: Json, budget: { left: number }, depth: number): ElementDraft[] {
  if (!isJsonObject(value) || budget.left === 0 || depth > DEEPEST) return [];
  const { kind, color, label, picture, children } = value;
  const placement = placementFrom(value.placement);
  if (!isKind(kind) || placement === undefined) return [];
  budget.left -= 1;
  const shown = isJsonObject(picture) ? pictureFrom(picture) : undefined;
  if (kind === 'image' && shown === undefined) return [];
  return [
    {
      kind,
      placement,
      color: isColor(color) ? color : 'slate',
      label: typeof label === 'string' ? shortText(label, LONGEST_LABEL) : '',
      ...(shown === undefined ? {} : { picture: shown }),
      children: isArray(children) ? children.flatMap((child) => draftFrom(child, budget, depth + 1)) : [],
    },
  ];
}

function placementFrom(value: Json | undefined): Placement | undefined {
  if (!isJsonObject(value)) return undefined;
  const { x, y, width, height, rotation } = value;
  if (!isLength(x) || !isLength(y) || !isLength(width) || !isLength(height) || !isLength(rotation))
    return undefined;
  return width > 0 && height > 0 ? { x, y, width, height, rotation } : undefined;
}

function pictureFrom({ name, source, width, height }: JsonObject): Picture | undefined {
  if (typeof source !== 'string' || !isPictureSource(source) || !isLength(width) || !isLength(height))
    return undefined;
  return { name: typeof name === 'string' ? shortText(name, LONGEST_NAME) : '', source, width, height };
}

/** A lone half of a surrogate pair becomes the sign for what cannot be shown: documents hold none. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

function isLength(value: Json | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST;
}

function isKind(value: Json | undefined): value is ElementKind {
  return ELEMENT_KINDS.some((kind) => kind === value);
}

function isColor(value: Json | undefined): value is ElementColor {
  return ELEMENT_COLORS.some((color) => color === value);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
