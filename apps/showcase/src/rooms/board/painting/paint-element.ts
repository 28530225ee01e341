import { type Placement, poseFromPlacement } from '../plane/geometry.ts';
import type { Element } from '../scene/element.ts';
import { labelStyle } from '../scene/label-style.ts';
import { linesOf } from '../scene/text-lines.ts';
import type { ElementInk } from './palette.ts';

/** Text smaller than this on the screen is not painted, in pixels. */
const SMALLEST_TEXT = 5;
/** Elements smaller than this on the screen have no line around them. */
const SMALLEST_LINED = 6;

/** What of an element its picture depends on; `label` is the same object for as long as it says the same. */
export interface PaintedElement extends Pick<Element, 'kind' | 'height'> {
  readonly label: { toString(): string };
}

/** The canvas of the page, or of a worker. */
export type PaintContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface PaintOptions {
  /** Screen pixels a board unit. */
  readonly zoom: number;
  readonly ink: ElementInk;
  readonly picture: CanvasImageSource | undefined;
  /** The families in which labels are written. */
  readonly font: string;
}

/** Paints an element into a context whose units are those of the element's parent. */
export function paintElement(
  context: PaintContext,
  element: PaintedElement,
  placement: Placement,
  { zoom, ink, picture, font }: PaintOptions,
): void {
  const pose = poseFromPlacement(placement);
  const { width, height } = placement;
  context.save();
  context.transform(pose.cos, pose.sin, -pose.sin, pose.cos, pose.x, pose.y);
  if (picture !== undefined) context.drawImage(picture, 0, 0, width, height);
  else paintShape(context, element, width, height, ink, zoom);
  const text = element.label.toString();
  const style = labelStyle(element, text.length);
  if (text !== '' && style.fontSize * zoom >= SMALLEST_TEXT)
    paintLabel(context, element, placement, text, { ink, font });
  context.restore();
}

function paintShape(
  context: PaintContext,
  { kind }: PaintedElement,
  width: number,
  height: number,
  ink: ElementInk,
  zoom: number,
): void {
  if (kind === 'text') return;
  context.fillStyle = kind === 'note' ? ink.paper : ink.fill;
  context.strokeStyle = ink.line;
  context.lineWidth = 1.5;
  const isLined = Math.min(width, height) * zoom >= SMALLEST_LINED;
  if (kind === 'ellipse' || kind === 'diamond') {
    context.beginPath();
    if (kind === 'ellipse') context.ellipse(width / 2, height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
    else outlineDiamond(context, width, height);
    context.fill();
    if (isLined) context.stroke();
    return;
  }
  context.fillRect(0, 0, width, height);
  if (isLined && kind !== 'note') context.strokeRect(0, 0, width, height);
}

function outlineDiamond(context: PaintContext, width: number, height: number): void {
  context.moveTo(width / 2, 0);
  context.lineTo(width, height / 2);
  context.lineTo(width / 2, height);
  context.lineTo(0, height / 2);
  context.closePath();
}

function paintLabel(
  context: PaintContext,
  element: PaintedElement,
  { width, height }: Placement,
  text: string,
  { ink, font }: Pick<PaintOptions, 'ink' | 'font'>,
): void {
  const style = labelStyle(element, text.length);
  context.font = `${style.fontSize}px ${font}`;
  context.fillStyle = ink.ink;
  context.textBaseline = 'top';
  context.textAlign = style.align;
  const room = Math.max(1, width - 2 * style.padding);
  const most = Math.max(1, Math.floor((height - 2 * style.padding) / style.lineHeight));
  const lines = keptLines(element, room, most, font, () =>
    linesOf(text, room, most, (part) => context.measureText(part).width),
  );
  const used = lines.length * style.lineHeight;
  const top = style.stand === 'top' ? style.padding : (height - used) / 2;
  const left = style.align === 'left' ? style.padding : width / 2;
  for (const [index, line] of lines.entries()) context.fillText(line, left, top + index * style.lineHeight);
}

interface KeptLines {
  readonly room: number;
  readonly most: number;
  readonly font: string;
  readonly lines: readonly string[];
}

/** Measuring text costs more than painting it: the lines of a label are kept as long as label and box are the same. */
const keptByLabel = new WeakMap<PaintedElement['label'], KeptLines>();

function keptLines(
  { label }: PaintedElement,
  room: number,
  most: number,
  font: string,
  make: () => readonly string[],
): readonly string[] {
  const known = keptByLabel.get(label);
  if (known?.room === room && known.most === most && known.font === font) return known.lines;
  const lines = make();
  keptByLabel.set(label, { room, most, font, lines });
  return lines;
}
