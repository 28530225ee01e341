import { BOARD_FONT } from './board-font.ts';
import { DecodedPictures } from './decoded-pictures.ts';
import { FrameLoop } from './frame-loop.ts';
import type { PaintContext } from './paint-element.ts';
import { type PaintedPiece, paintFrame, paintPieces, paintPointer } from './paint-figure.ts';
import type { ElementPiece } from './peer-figure.ts';
import type { FromPeerPainter, PaintedView, PeerUpdate } from './peer-messages.ts';
import { type FigureNow, ShownFigures } from './shown-figures.ts';

/** A context of which the whole canvas is painted anew in each frame. */
type PeerContext = PaintContext & { readonly canvas: { width: number; height: number } };

/**
 * Paints other people and what they drag, for as long as anything moves.
 *
 * Invariant: when nothing is asked of the loop, the canvas shows the figures where they go, under the last view.
 */
export class PeerPainter {
  readonly #context: PeerContext;
  readonly #answer: (message: FromPeerPainter) => void;
  readonly #loop = new FrameLoop((nowMs) => this.#paint(nowMs));
  readonly #figures = new ShownFigures();
  /** By the pieces of a figure, which are the same for as long as it looks the same. */
  readonly #pieces = new WeakMap<readonly ElementPiece[], readonly PaintedPiece[]>();
  readonly #pictures = new DecodedPictures(() => this.repaint());
  readonly #painted = new Set<string>();
  #view: PaintedView | undefined;
  #font = BOARD_FONT;
  #pointers = 0;

  constructor(context: PeerContext, answer: (message: FromPeerPainter) => void) {
    this.#context = context;
    this.#answer = answer;
  }

  take(update: PeerUpdate, nowMs: number): void {
    this.#figures.take(update, nowMs);
    for (const key of update.gone) this.#painted.delete(key);
    if (update.view !== undefined) this.#setView(update.view);
    this.repaint();
  }

  setFont(font: string): void {
    if (font === this.#font) return;
    this.#font = font;
    this.repaint();
  }

  /** All is painted anew in the next frame. */
  repaint(): void {
    this.#loop.ask();
  }

  #setView(view: PaintedView): void {
    const { canvas } = this.#context;
    this.#view = view;
    // Setting the size empties the canvas, and makes another one.
    if (canvas.width !== view.width) canvas.width = view.width;
    if (canvas.height !== view.height) canvas.height = view.height;
  }

  #paint(nowMs: number): void {
    if (this.#view === undefined) return;
    const { camera, width, height, pixelRatio } = this.#view;
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    const figures = this.#figures.at(nowMs);
    const fresh: string[] = [];
    for (const figure of figures) if (this.#paintFigure(figure, camera)) fresh.push(figure.key);
    this.#tell(fresh, figures.filter(({ figure }) => figure.kind === 'pointer').length);
    if (this.#figures.isMoving(nowMs)) this.#loop.ask();
  }

  /** Answers whether this is an element that is painted for the first time. */
  #paintFigure({ key, figure, place }: FigureNow, camera: PaintedView['camera']): boolean {
    const context = this.#context;
    switch (figure.kind) {
      case 'pointer':
        paintPointer(context, camera, place, figure, this.#font);
        return false;
      case 'frame':
        paintFrame(context, camera, place, figure, this.#font);
        return false;
      case 'element': {
        const pieces = this.#piecesOf(figure.pieces);
        if (pieces === undefined) return false;
        paintPieces(context, camera, place, pieces, this.#font);
        const isFresh = !this.#painted.has(key);
        this.#painted.add(key);
        return isFresh;
      }
    }
  }

  /** Undefined while a picture is being decoded: until then the board itself shows the element. */
  #piecesOf(pieces: readonly ElementPiece[]): readonly PaintedPiece[] | undefined {
    const known = this.#pieces.get(pieces);
    if (known !== undefined) return known;
    const ready: PaintedPiece[] = [];
    for (const piece of pieces) {
      const picture = piece.picture === undefined ? undefined : this.#pictures.get(piece.picture);
      if (picture === 'decoding') return undefined;
      ready.push({ piece, label: { toString: () => piece.label }, picture });
    }
    this.#pieces.set(pieces, ready);
    return ready;
  }

  #tell(elements: readonly string[], pointers: number): void {
    if (elements.length === 0 && pointers === this.#pointers) return;
    this.#pointers = pointers;
    this.#answer({ kind: 'painted', elements, pointers });
  }
}
