import type { PersonColor } from '../../../people/colors.ts';
import { type Camera, toScreen } from '../plane/camera.ts';
import type { Point, Pose } from '../plane/geometry.ts';
import { type PaintContext, type PaintedElement, paintElement } from './paint-element.ts';
import type { ElementPiece, FigurePlace } from './peer-figure.ts';

/** These are the measures of overlay.css, in screen pixels: a person looks alike as nodes and painted. */
const NAME_FONT = '600 11px';
const NAME_LINE = 16;
/** From the top of a name's line to the feet of its letters. */
const NAME_BASE = 12;
const FRAME_LINE = 1.5;
const POINTER = [
  [1, 1],
  [15, 11],
  [8.5, 12],
  [5.5, 19],
] as const;
const POINTER_TAG: Tag = { x: 12, y: 17, across: 6, down: 1, radii: [3, 8, 8, 8] };
const FRAME_TAG: Tag = { x: FRAME_LINE, y: FRAME_LINE - NAME_LINE, across: 5, down: 0, radii: [3, 3, 3, 0] };

/** How a name hangs on what it names: where, with how much room around it, and how round. */
interface Tag extends Point {
  readonly across: number;
  readonly down: number;
  readonly radii: number[];
}

interface Named {
  readonly name: string;
  readonly color: PersonColor;
}

/** Paints a pointer with its name, of one size at every scale; the context's units are screen pixels. */
export function paintPointer(
  context: PaintContext,
  camera: Camera,
  place: FigurePlace,
  named: Named,
  font: string,
): void {
  context.save();
  moveOrigin(context, toScreen(camera, place), 0);
  context.beginPath();
  for (const [x, y] of POINTER) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = named.color.fill;
  context.fill();
  context.strokeStyle = 'white';
  context.lineWidth = 1.2;
  context.lineJoin = 'round';
  context.stroke();
  paintName(context, POINTER_TAG, named, font);
  context.restore();
}

/** Paints a frame with a name on it; the context's units are screen pixels. */
export function paintFrame(
  context: PaintContext,
  camera: Camera,
  place: FigurePlace,
  named: Named,
  font: string,
): void {
  const within = (length: number) => Math.max(0, length * camera.zoom - FRAME_LINE);
  context.save();
  moveOrigin(context, toScreen(camera, place), place.rotation);
  context.strokeStyle = named.color.fill;
  context.lineWidth = FRAME_LINE;
  context.strokeRect(FRAME_LINE / 2, FRAME_LINE / 2, within(place.width), within(place.height));
  paintName(context, FRAME_TAG, named, font);
  context.restore();
}

function paintName(context: PaintContext, tag: Tag, { name, color }: Named, font: string): void {
  context.font = `${NAME_FONT} ${font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const width = context.measureText(name).width + 2 * tag.across;
  context.fillStyle = color.fill;
  context.beginPath();
  context.roundRect(tag.x, tag.y, width, NAME_LINE + 2 * tag.down, tag.radii);
  context.fill();
  context.fillStyle = color.ink;
  context.fillText(name, tag.x + tag.across, tag.y + tag.down + NAME_BASE);
}

/** One element of those that are dragged together, ready to be painted. */
export interface PaintedPiece {
  readonly piece: ElementPiece;
  readonly label: PaintedElement['label'];
  readonly picture: CanvasImageSource | undefined;
}

/** Paints what is dragged; the context's units are screen pixels. */
export function paintPieces(
  context: PaintContext,
  { x, y, zoom }: Camera,
  place: FigurePlace,
  pieces: readonly PaintedPiece[],
  font: string,
): void {
  context.save();
  context.transform(zoom, 0, 0, zoom, x, y);
  moveOrigin(context, place, place.rotation);
  for (const [index, { piece, label, picture }] of pieces.entries()) {
    const { kind, pose, ink } = piece;
    const { width, height } = index === 0 ? place : piece;
    context.save();
    context.transform(...matrixOf(pose));
    paintElement(
      context,
      { kind, height, label },
      { x: 0, y: 0, width, height, rotation: 0 },
      { zoom, ink, picture, font },
    );
    context.restore();
  }
  context.restore();
}

function matrixOf({ x, y, cos, sin }: Pose): [number, number, number, number, number, number] {
  return [cos, sin, -sin, cos, x, y];
}

/** From here on the origin is at a point, and the axes are turned by so many degrees. */
function moveOrigin(context: PaintContext, { x, y }: Point, rotation: number): void {
  context.translate(x, y);
  context.rotate((rotation * Math.PI) / 180);
}
