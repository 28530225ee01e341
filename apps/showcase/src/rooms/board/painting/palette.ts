import type { ElementColor } from '../scene/element.ts';

/** What an element of one colour is drawn with, as CSS colours. */
export interface ElementInk {
  readonly fill: string;
  readonly line: string;
  readonly ink: string;
  /** A sticky note's paper. */
  readonly paper: string;
}

export type Palette = (color: ElementColor) => ElementInk;

/** Reads the colours of the page's theme, as they stand now. */
export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const known = new Map<ElementColor, ElementInk>();
  const read = (name: string) => style.getPropertyValue(name).trim();
  return (color) => {
    const ink = known.get(color) ?? {
      fill: read(`--${color}-3`),
      line: read(`--${color}-8`),
      ink: read(`--${color}-12`),
      paper: read(`--${color}-4`),
    };
    known.set(color, ink);
    return ink;
  };
}
