import type { ElementDraft } from '../src/rooms/board/actions/insert-elements.ts';
import { labelStyle } from '../src/rooms/board/scene/label-style.ts';
import { linesOf } from '../src/rooms/board/scene/text-lines.ts';

/** How wide a letter of the page's font is, in parts of its size; generously. */
function letterWidth(letter: string): number {
  if (/[ijl.,:;'’!|]/.test(letter)) return 0.3;
  if (/[frt ()-]/.test(letter)) return 0.4;
  if (/[mwMW—→←]/.test(letter)) return 0.92;
  return /[A-Z0-9&]/.test(letter) ? 0.7 : 0.6;
}

/** How wide a line of text is, in board units. */
function lineWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * fontSize;
}

/**
 * Why an element's label does not fit into it, in words; undefined if it does. An estimate by letters: it looks at
 * the lines' number, at words that would break, and at the corners that ellipses and diamonds lack.
 */
export function misfitOf({ kind, label, placement }: ElementDraft): string | undefined {
  if (label === '') return undefined;
  const { width, height } = placement;
  const { fontSize, lineHeight, padding, stand } = labelStyle({ kind, height }, label.length);
  const measure = (text: string) => lineWidth(text, fontSize);
  const room = width - 2 * padding;
  const lines = linesOf(label, room, 1_000, measure);
  const longest = Math.max(...lines.map(measure));
  if (longest > room) return `“${label}” is ${Math.round(longest)} wide, and has ${room}`;
  if (kind === 'text' && lines.length > 1) return `“${label}” takes ${lines.length} lines`;
  const tall = lines.length * lineHeight + (stand === 'top' ? padding : 0);
  if (kind !== 'text' && tall > height) return `“${label}” is ${tall} high, and has ${height}`;
  for (const [index, line] of lines.entries()) {
    const fromMiddle = Math.abs((index - (lines.length - 1) / 2) * lineHeight) + lineHeight * 0.35;
    const wide = widthAt(kind, width, fromMiddle / (height / 2));
    if (measure(line) > wide) return `“${label}” leaves its ${kind} at “${line}”`;
  }
  return undefined;
}

/** How wide a shape is at a distance from its middle, which is 1 at its top. */
function widthAt(kind: ElementDraft['kind'], width: number, distance: number): number {
  if (kind === 'diamond') return width * Math.max(0, 1 - distance);
  if (kind === 'ellipse') return width * Math.sqrt(Math.max(0, 1 - distance ** 2));
  return width;
}
