import type { Snapshot } from '@statehouse/db';
import { isPictureSource } from '../../../picture-source.ts';
import type { ELEMENT_COLORS, ELEMENT_KINDS, ShowcaseSchema } from '../../../schema.ts';

/** An element of a board as a small picture shows it, in the board's own coordinates. */
export interface MiniatureShape {
  readonly id: string;
  readonly kind: (typeof ELEMENT_KINDS)[number];
  readonly color: (typeof ELEMENT_COLORS)[number];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  /** The beginning of what is written in it, as far as there is room on one line. */
  readonly label: string;
  /** A picture's address. */
  readonly source: string | undefined;
}

/** A picture of a board, from the back to the front. */
export interface Miniature {
  readonly shapes: readonly MiniatureShape[];
  /** `x y width height` of all shapes together, with a margin. */
  readonly viewBox: string;
}

/** More than this cannot be told apart at that size. */
const MAX_SHAPES = 300;
const MARGIN = 24;

/** A board in small; undefined if there is nothing on it. */
export function miniatureOf(snapshot: Snapshot<ShowcaseSchema>): Miniature | undefined {
  const shapes: MiniatureShape[] = [];
  collect(snapshot, null, { x: 0, y: 0 }, shapes);
  return shapes.length === 0 ? undefined : { shapes, viewBox: viewBoxOf(shapes) };
}

function collect(
  snapshot: Snapshot<ShowcaseSchema>,
  parent: string | null,
  origin: { readonly x: number; readonly y: number },
  shapes: MiniatureShape[],
): void {
  const elements = snapshot.table('elements');
  for (const id of snapshot.children('elements', parent)) {
    const row = elements.get(id);
    if (row === undefined || shapes.length >= MAX_SHAPES) continue;
    const { kind, color, width, height, rotation } = row;
    const source = row.image === null ? undefined : snapshot.table('images').get(row.image)?.source;
    const label = labelIn(row.label.toString(), kind, width);
    const place = { x: origin.x + row.x, y: origin.y + row.y };
    // It may come from a client of somebody's own making.
    const shown = source !== undefined && isPictureSource(source) ? source : undefined;
    shapes.push({ id, kind, color, ...place, width, height, rotation, label, source: shown });
    collect(snapshot, id, place, shapes);
  }
}

/** How large labels are drawn, in board units. */
export function labelSize(kind: MiniatureShape['kind']): number {
  return kind === 'text' ? 22 : 16;
}

function labelIn(text: string, kind: MiniatureShape['kind'], width: number): string {
  const [line = ''] = text.trim().split('\n');
  const room = Math.floor(width / (labelSize(kind) * 0.56)) - (kind === 'text' ? 0 : 1);
  return line.length <= room ? line : `${line.slice(0, Math.max(0, room - 1)).trimEnd()}…`;
}

function viewBoxOf(shapes: readonly MiniatureShape[]): string {
  const left = Math.min(...shapes.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...shapes.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...shapes.map(({ x, width }) => x + width)) + MARGIN;
  const bottom = Math.max(...shapes.map(({ y, height }) => y + height)) + MARGIN;
  return `${left} ${top} ${right - left} ${bottom - top}`;
}
