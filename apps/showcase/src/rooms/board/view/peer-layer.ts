import type { Palette } from '../painting/palette.ts';
import { PeerCanvas } from '../painting/peer-canvas.ts';
import { elementKey, PeerFigures } from '../painting/peer-figures.ts';
import { wantsStillness } from '../painting/stillness.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import type { BoardParts } from './board-parts.ts';

/**
 * Chooses how other people are shown, and has them painted in a crowd.
 *
 * Invariant: what somebody drags is always to be seen at least once: the board leaves it out when the worker has
 * painted it, and the worker when the board has.
 */
export class PeerLayer {
  readonly #next: HTMLElement;
  readonly #parts: BoardParts;
  readonly #figures: PeerFigures;
  readonly #ask: () => void;
  #palette: Palette;
  /** Made for the first crowd: most boards need none. */
  #canvas: PeerCanvas | undefined;

  /** The people's canvas goes before `next`; `ask` asks for another frame. */
  constructor(next: HTMLElement, parts: BoardParts, palette: Palette, ask: () => void) {
    this.#next = next;
    this.#parts = parts;
    this.#figures = new PeerFigures(parts.board);
    this.#palette = palette;
    this.#ask = ask;
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
  }

  /** To be called before the visible elements are looked at. */
  choose(): void {
    const { visible } = this.#parts;
    const isCrowd = visible.rendition.value === 'canvas';
    if (isCrowd && PeerCanvas.isPossible) this.#canvas ??= new PeerCanvas(this.#next, this.#ask);
    const rendition = isCrowd && this.#canvas?.isReady === true ? 'canvas' : 'nodes';
    if (rendition === visible.peerRendition.value) return;
    visible.invalidate();
    visible.peerRendition.set(rendition);
  }

  /** What the board itself leaves out. */
  shownElsewhere(): ReadonlySet<SceneNode> {
    const { lifted, carried } = this.#parts.visible;
    if (carried.size === 0) return lifted;
    const painted = this.#canvas?.painted;
    const elsewhere = new Set(lifted);
    for (const [root, nodes] of carried)
      if (painted?.has(elementKey(root.id))) for (const node of nodes) elsewhere.add(node);
    return elsewhere;
  }

  /** To be called after the board has been painted. */
  show(pixelRatio: number): void {
    const { board, people, visible } = this.#parts;
    if (visible.peerRendition.value === 'nodes') {
      this.#canvas?.hide();
      return;
    }
    const { width, height } = board.screen.value;
    const view = {
      camera: board.camera.value,
      width: Math.round(width * pixelRatio),
      height: Math.round(height * pixelRatio),
      pixelRatio,
    };
    const figures = this.#figures.of(people.peers.value, visible.carried, this.#palette, wantsStillness());
    if (this.#canvas?.show(figures, view)) this.#ask();
  }

  dispose(): void {
    this.#canvas?.dispose();
    this.#parts.visible.peerRendition.set('nodes');
  }
}
