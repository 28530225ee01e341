import type { PersonColor } from '../../../people/colors.ts';
import { type Camera, toScreen } from '../plane/camera.ts';
import type { Pose } from '../plane/geometry.ts';
import type { Spot } from './glide.ts';
import { type PaintContext, type PaintedElement, paintElement } from './paint-element.ts';
import type { ElementPiece, FigurePlace } from './peer-figure.ts';

/** These are the measures of overlay.css, in screen pixels: a person looks alike as nodes and painted. */
const NAME_FONT = '600 11px';
const NAME_LINE = 16;
/** From the top of a name's line to the feet of its letters. */
const NAME_BASE = 12;
const FRAME_LINE = 1.5;
const POINTER_NAME = { x: 12, y: 17 };

interface Named {
  readonly name: string;
  readonly color: PersonColor;
}

/** Paints a pointer with its name, of one size at every scale; the context's units are screen pixels. */
export function paintPointer(
  context: PaintContext,
  camera: Camera,
  place: FigurePlace,
  { name, color }: Named,
  font: string,
): void {
  const { x, y } = toScreen(camera, place);
  context.save();
  context.translate(x, y);
  context.beginPath();
  context.moveTo(1, 1);
  context.lineTo(15, 11);
  context.lineTo(8.5, 12);
  context.lineTo(5.5, 19);
  context.closePath();
  context.fillStyle = color.fill;
  context.fill();
  context.strokeStyle = 'white';
  context.lineWidth = 1.2;
  context.lineJoin = 'round';
  context.stroke();
  context.translate(POINTER_NAME.x, POINTER_NAME.y);
  paintName(context, { name, color }, font, { across: 6, down: 1 }, [3, 8, 8, 8]);
  context.restore();
}

/** Paints a frame with a name on it; the context's units are screen pixels. */
export function paintFrame(
  context: PaintContext,
  camera: Camera,
  place: FigurePlace,
  { name, color }: Named,
  font: string,
): void {
  const { x, y } = toScreen(camera, place);
  const [width, height] = [place.width * camera.zoom, place.height * camera.zoom];
  context.save();
  context.translate(x, y);
  context.rotate(radians(place));
  context.strokeStyle = color.fill;
  context.lineWidth = FRAME_LINE;
  context.strokeRect(
    FRAME_LINE / 2,
    FRAME_LINE / 2,
    Math.max(0, width - FRAME_LINE),
    Math.max(0, height - FRAME_LINE),
  );
  context.translate(FRAME_LINE, FRAME_LINE - NAME_LINE);
  paintName(context, { name, color }, font, { across: 5, down: 0 }, [3, 3, 3, 0]);
  context.restore();
}

function paintName(
  context: PaintContext,
  { name, color }: Named,
  font: string,
  padding: { readonly across: number; readonly down: number },
  radii: number[],
): void {
  context.font = `${NAME_FONT} ${font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const width = context.measureText(name).width + 2 * padding.across;
  context.fillStyle = color.fill;
  context.beginPath();
  context.roundRect(0, 0, width, NAME_LINE + 2 * padding.down, radii);
  context.fill();
  context.fillStyle = color.ink;
  context.fillText(name, padding.across, padding.down + NAME_BASE);
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
  context.translate(place.x, place.y);
  context.rotate(radians(place));
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

function radians({ rotation }: Spot): number {
  return (rotation * Math.PI) / 180;
}
