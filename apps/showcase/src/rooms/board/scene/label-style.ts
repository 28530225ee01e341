import type { Element, ElementKind } from './element.ts';

/** How an element's label is set, in board units. */
export interface LabelStyle {
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly padding: number;
  readonly align: 'left' | 'center';
  /** Where the lines stand in the element. */
  readonly stand: 'top' | 'middle';
}

const BY_KIND: Readonly<Record<ElementKind, Omit<LabelStyle, 'fontSize' | 'lineHeight'>>> = {
  rectangle: { padding: 12, align: 'center', stand: 'middle' },
  ellipse: { padding: 20, align: 'center', stand: 'middle' },
  diamond: { padding: 28, align: 'center', stand: 'middle' },
  note: { padding: 14, align: 'left', stand: 'top' },
  frame: { padding: 10, align: 'left', stand: 'top' },
  text: { padding: 4, align: 'left', stand: 'top' },
  image: { padding: 0, align: 'center', stand: 'middle' },
};

/** The style of a label: what is short is written large. */
export function labelStyle({ kind, height }: Pick<Element, 'kind' | 'height'>, length: number): LabelStyle {
  const fontSize = fontSizeOf(kind, height, length);
  return { ...BY_KIND[kind], fontSize, lineHeight: Math.round(fontSize * 1.35) };
}

function fontSizeOf(kind: ElementKind, height: number, length: number): number {
  switch (kind) {
    case 'note':
      return length <= 60 ? 19 : length <= 140 ? 16 : 13;
    case 'text':
      // A line of text is as high as the box was drawn, within reason.
      return Math.min(64, Math.max(12, Math.round(Math.min(height, 72) * 0.55)));
    case 'frame':
      return 13;
    default:
      return length <= 40 ? 15 : 13;
  }
}
