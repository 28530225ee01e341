import { BOARD_FAMILY } from './board-font.ts';
import { pageFonts } from './page-fonts.ts';
import type { PlacedFigure } from './peer-figure.ts';
import type { FromPeerPainter, PaintedView, ToPeerPainter } from './peer-messages.ts';
import { SentFigures } from './sent-figures.ts';

/**
 * A canvas over the board on which a worker paints other people and what they drag.
 *
 * Invariant: while `isReady`, the worker has been told of the figures and the view of the last `show`.
 */
export class PeerCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #worker: Worker;
  readonly #onChange: () => void;
  readonly #painted = new Set<string>();
  #sent = new SentFigures();
  #view: PaintedView | undefined;
  #state: 'starting' | 'ready' | 'failed' = 'starting';

  /** Puts the canvas before an element; `onChange` tells of another `isReady` or `painted`. */
  constructor(next: HTMLElement, onChange: () => void) {
    this.#onChange = onChange;
    this.#canvas = document.createElement('canvas');
    this.#canvas.className = 'stage-peers';
    this.#canvas.hidden = true;
    next.before(this.#canvas);
    this.#worker = new Worker(new URL('./peer-painter-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromPeerPainter>) => this.#take(data));
    // Offline, its script may be out of reach.
    this.#worker.addEventListener('error', () => this.#become('failed'));
    const canvas = this.#canvas.transferControlToOffscreen();
    this.#tell({ kind: 'start', canvas }, [canvas]);
    document.fonts.addEventListener('loadingdone', this.#tellFonts);
    this.#tellFonts();
  }

  /** Whether this browser can do it. */
  static get isPossible(): boolean {
    return (
      typeof Worker === 'function' &&
      typeof HTMLCanvasElement === 'function' &&
      'transferControlToOffscreen' in HTMLCanvasElement.prototype
    );
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** The keys of elements that are to be seen here, so that they need not be anywhere else. */
  get painted(): ReadonlySet<string> {
    return this.#painted;
  }

  /** Answers whether it has to be called once more in the next frame, although nothing changes. */
  show(figures: readonly PlacedFigure[], view: PaintedView): boolean {
    this.#canvas.hidden = false;
    this.#send(figures, view);
    return this.#sent.isUnfinished;
  }

  hide(): void {
    if (this.#canvas.hidden) return;
    this.#canvas.hidden = true;
    while (this.#sent.isUnfinished || this.#sent.size > 0) this.#send([], this.#view);
  }

  dispose(): void {
    document.fonts.removeEventListener('loadingdone', this.#tellFonts);
    this.#worker.terminate();
    this.#canvas.remove();
  }

  #send(figures: readonly PlacedFigure[], view: PaintedView | undefined): void {
    const update = this.#sent.update(figures);
    const isSameView = view === undefined || (this.#view !== undefined && sameView(view, this.#view));
    if (update === undefined && isSameView) return;
    this.#view = view;
    for (const key of update?.gone ?? []) this.#painted.delete(key);
    this.#tell({
      kind: 'update',
      ...(update ?? NOTHING_NEW),
      view: isSameView ? undefined : view,
    });
  }

  readonly #tellFonts = (): void => {
    this.#tell({ kind: 'fonts', fonts: pageFonts(document, BOARD_FAMILY) });
  };

  #tell(message: ToPeerPainter, transferred: readonly Transferable[] = []): void {
    this.#worker.postMessage(message, [...transferred]);
  }

  #take(message: FromPeerPainter): void {
    if (message.kind !== 'painted') {
      this.#become(message.kind);
      return;
    }
    for (const key of message.elements) this.#painted.add(key);
    this.#canvas.dataset.people = String(message.pointers);
    if (message.elements.length > 0) this.#onChange();
  }

  #become(state: 'ready' | 'failed'): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#canvas.hidden ||= state === 'failed';
    this.#onChange();
  }
}

const NOTHING_NEW = { figures: [], places: [], gone: [], order: undefined };

function sameView(one: PaintedView, other: PaintedView): boolean {
  return (
    one.camera === other.camera &&
    one.width === other.width &&
    one.height === other.height &&
    one.pixelRatio === other.pixelRatio
  );
}
