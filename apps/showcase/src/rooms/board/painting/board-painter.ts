import { viewOf } from '../plane/camera.ts';
import { type Box, grown, joinBoxes, overlaps } from '../plane/geometry.ts';
import { placementOf } from '../scene/element.ts';
import { comparePaint, parentPose, type SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import { BOARD_FONT } from './board-font.ts';
import { paintElement } from './paint-element.ts';
import type { Palette } from './palette.ts';
import { PictureCache } from './picture-cache.ts';

/** More separate places than these are painted as one. */
const MOST_SPOTS = 64;
/** A spot is painted a little beyond its edge, where lines stand, in pixels. */
const EDGE = 3;

/**
 * Paints the elements on one canvas, for boards of which more can be seen than a page lays out in a frame.
 *
 * Invariant: outside of the spots that wait to be painted, the canvas shows the scene under the camera of the last
 * `paint`.
 */
export class BoardPainter {
  readonly #board: Board;
  readonly #context: CanvasRenderingContext2D;
  readonly #pictures: PictureCache;
  #palette: Palette;
  /** Spots of the board to be painted anew; undefined: all of it. */
  #spots: Box[] | undefined;
  #lifted: ReadonlySet<SceneNode> = new Set();

  constructor(board: Board, context: CanvasRenderingContext2D, palette: Palette, ask: () => void) {
    this.#board = board;
    this.#context = context;
    this.#palette = palette;
    this.#pictures = new PictureCache(() => {
      this.repaint();
      ask();
    });
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.repaint();
  }

  /** Everything is painted anew next time. */
  repaint(): void {
    this.#spots = undefined;
  }

  /** These boxes of the board are painted anew next time. */
  spoil(boxes: readonly Box[]): void {
    this.#spots?.push(...boxes);
  }

  /** These are shown by other means now, and those that were lifted before are not. */
  lift(lifted: ReadonlySet<SceneNode>): void {
    const before = this.#lifted;
    for (const node of lifted) if (!before.has(node)) this.spoil([node.bounds]);
    for (const node of before) if (!lifted.has(node)) this.spoil([node.bounds]);
    this.#lifted = lifted;
  }

  /** Paints what waits. */
  paint(pixelRatio: number): void {
    const { camera, screen } = this.#board;
    const view = viewOf(camera.value, screen.value);
    const edge = EDGE / camera.value.zoom;
    const spots = (this.#spots ?? [view]).map((box) => grown(box, edge)).filter((box) => overlaps(box, view));
    const isAll = this.#spots === undefined || spots.length > MOST_SPOTS;
    this.#spots = [];
    for (const area of isAll ? [view] : separate(spots)) this.#paintArea(area, pixelRatio);
  }

  /** Clipping to one upright box of whole pixels costs nothing; to an outline of several it costs more than the painting. */
  #paintArea(area: Box, pixelRatio: number): void {
    const { camera, scene } = this.#board;
    const { x, y, zoom } = camera.value;
    const context = this.#context;
    const scale = zoom * pixelRatio;
    const [left, top] = [
      Math.floor(area.x * scale + x * pixelRatio),
      Math.floor(area.y * scale + y * pixelRatio),
    ];
    const [width, height] = [Math.ceil(area.width * scale) + 1, Math.ceil(area.height * scale) + 1];
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.clearRect(left, top, width, height);
    context.setTransform(scale, 0, 0, scale, x * pixelRatio, y * pixelRatio);
    const nodes = [...scene.within(grown(area, 2 / zoom))].filter((node) => !this.#lifted.has(node));
    for (const node of nodes.sort(comparePaint)) this.#paintNode(node);
    context.restore();
  }

  #paintNode(node: SceneNode): void {
    const { element } = node;
    const { document, camera } = this.#board;
    const context = this.#context;
    const outer = parentPose(node);
    const source =
      element.image === null ? undefined : document.snapshot.table('images').get(element.image)?.source;
    context.save();
    context.transform(outer.cos, outer.sin, -outer.sin, outer.cos, outer.x, outer.y);
    paintElement(context, element, placementOf(element), {
      zoom: camera.value.zoom,
      ink: this.#palette(element.color),
      picture: source === undefined ? undefined : this.#pictures.get(source),
      font: BOARD_FONT,
    });
    context.restore();
  }
}

/** Joins boxes that touch, so that nothing is painted twice. */
function separate(boxes: readonly Box[]): readonly Box[] {
  const apart: Box[] = [];
  for (const box of boxes) {
    let joined = box;
    for (let at = apart.findIndex((other) => overlaps(other, joined)); at !== -1; ) {
      const [other] = apart.splice(at, 1);
      if (other !== undefined) joined = joinBoxes(joined, other);
      at = apart.findIndex((one) => overlaps(one, joined));
    }
    apart.push(joined);
  }
  return apart;
}
