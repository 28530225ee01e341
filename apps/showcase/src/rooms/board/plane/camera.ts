import { type Box, middleOf, type Point } from './geometry.ts';

/** What of the board the screen shows: a screen pixel (sx, sy) is the board's ((sx − x) / zoom, (sy − y) / zoom). */
export interface Camera {
  readonly x: number;
  readonly y: number;
  /** Screen pixels a board unit. */
  readonly zoom: number;
}

/** Pixels. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

export const SMALLEST_ZOOM = 0.02;
export const LARGEST_ZOOM = 8;
/** How far off the origin a camera goes, in screen pixels: beyond, numbers lose their fractions. */
const FARTHEST = 1e7;

export const HOME: Camera = { x: 0, y: 0, zoom: 1 };

export function toBoard({ x, y, zoom }: Camera, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom };
}

export function toScreen({ x, y, zoom }: Camera, point: Point): Point {
  return { x: point.x * zoom + x, y: point.y * zoom + y };
}

/** The part of the board on the screen. */
export function viewOf(camera: Camera, { width, height }: ScreenSize): Box {
  return { ...toBoard(camera, { x: 0, y: 0 }), width: width / camera.zoom, height: height / camera.zoom };
}

export function panned(camera: Camera, dx: number, dy: number): Camera {
  return bounded({ ...camera, x: camera.x + dx, y: camera.y + dy });
}

/** Zooms by a factor; the board's point under `at` (screen pixels) stays where it is. */
export function zoomedAt(camera: Camera, at: Point, factor: number): Camera {
  const zoom = Math.min(LARGEST_ZOOM, Math.max(SMALLEST_ZOOM, camera.zoom * factor));
  const point = toBoard(camera, at);
  return bounded({ x: at.x - point.x * zoom, y: at.y - point.y * zoom, zoom });
}

/** Shows a box whole, with a margin, never larger than it is. */
export function fitted(box: Box, screen: ScreenSize, margin = fittingMargin(screen)): Camera {
  const room = {
    width: Math.max(1, screen.width - 2 * margin),
    height: Math.max(1, screen.height - 2 * margin),
  };
  const wanted = Math.min(room.width / Math.max(1, box.width), room.height / Math.max(1, box.height), 1);
  return centredOn(middleOf(box), screen, Math.max(SMALLEST_ZOOM, wanted));
}

/** Room for the bars on a wide screen; on a phone every pixel is needed. */
function fittingMargin({ width }: ScreenSize): number {
  return width > 720 ? 72 : 16;
}

export function centredOn(point: Point, { width, height }: ScreenSize, zoom: number): Camera {
  return bounded({ x: width / 2 - point.x * zoom, y: height / 2 - point.y * zoom, zoom });
}

/** The camera from which a box can be seen, moved no further than needed. */
export function showing(camera: Camera, box: Box, screen: ScreenSize, margin = 24): Camera {
  const { x, y } = toScreen(camera, box);
  const [right, bottom] = [x + box.width * camera.zoom, y + box.height * camera.zoom];
  return panned(camera, shift(x, right, screen.width, margin), shift(y, bottom, screen.height, margin));
}

function shift(start: number, end: number, length: number, margin: number): number {
  if (start < margin || end - start > length - 2 * margin) return margin - start;
  return end > length - margin ? length - margin - end : 0;
}

function bounded({ x, y, zoom }: Camera): Camera {
  return { x: clamp(x), y: clamp(y), zoom };
}

function clamp(value: number): number {
  return Math.min(FARTHEST, Math.max(-FARTHEST, value));
}
