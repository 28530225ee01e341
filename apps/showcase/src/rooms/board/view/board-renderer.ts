import { BoardPainter } from '../painting/board-painter.ts';
import { FrameLoop } from '../painting/frame-loop.ts';
import { readPalette } from '../painting/palette.ts';
import { panned } from '../plane/camera.ts';
import type { BoardParts } from './board-parts.ts';
import { PeerLayer } from './peer-layer.ts';

/** The stage's elements, from bottom to top. */
export interface StageLayers {
  readonly stage: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Holds the elements that are nodes. */
  readonly world: HTMLElement;
  /** Holds what is no part of the document: selection, other people. */
  readonly overlay: HTMLElement;
}

/** How long after the last movement text is drawn sharp again. */
const REST_MS = 160;

/**
 * Keeps the layers under the camera, and has laid out or painted what can be seen: at most once a frame, and only
 * what changed.
 */
export class BoardRenderer {
  readonly #layers: StageLayers;
  readonly #parts: BoardParts;
  readonly #painter: BoardPainter;
  readonly #peers: PeerLayer;
  readonly #loop: FrameLoop;
  readonly #stops: (() => void)[];
  readonly #dragged = new Set<string>();
  #arePeopleStale = true;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(layers: StageLayers, context: CanvasRenderingContext2D, parts: BoardParts) {
    this.#layers = layers;
    this.#parts = parts;
    this.#loop = new FrameLoop(() => this.#frame());
    const { board, visible } = parts;
    const palette = readPalette(layers.stage);
    this.#painter = new BoardPainter(board, context, palette, this.#loop.ask);
    this.#peers = new PeerLayer(layers.overlay, parts, palette, this.#loop.ask);
    const observer = new ResizeObserver(() => this.#resize());
    observer.observe(layers.stage);
    const staleThePeople = () => {
      this.#arePeopleStale = true;
      this.#loop.ask();
    };
    this.#stops = [
      () => observer.disconnect(),
      board.camera.subscribe(() => this.#place()),
      board.subscribeScene(({ boxes }) => {
        visible.invalidate();
        this.#painter.spoil(boxes);
        this.#loop.ask();
      }),
      board.ownPlaces.subscribe((id) => {
        this.#moved(id);
        // Others may have selected it too.
        this.#loop.ask();
      }),
      board.theirPlaces.subscribe((id) => this.#moved(id)),
      board.editing.subscribe(() => this.#afresh()),
      visible.rendition.subscribe(() => this.#showRendition()),
      board.document.presence.subscribe(staleThePeople),
      // Carets move with the text under them.
      board.document.subscribe(staleThePeople),
    ];
    this.#resize();
    this.#showRendition();
  }

  /** The page's colours are others now. */
  recolor(): void {
    const palette = readPalette(this.#layers.stage);
    this.#painter.setPalette(palette);
    this.#peers.setPalette(palette);
    this.#loop.ask();
  }

  dispose(): void {
    this.#loop.stop();
    clearTimeout(this.#resting);
    for (const stop of this.#stops) stop();
    this.#peers.dispose();
  }

  #frame(): void {
    const { people, visible } = this.#parts;
    if (this.#arePeopleStale) people.refresh();
    this.#arePeopleStale = false;
    this.#peers.choose();
    visible.refresh();
    this.#painter.lift(this.#peers.shownElsewhere());
    if (visible.rendition.value === 'canvas') this.#painter.paint(devicePixelRatio);
    this.#peers.show(devicePixelRatio);
  }

  #place(): void {
    const { stage, world, overlay } = this.#layers;
    const { x, y, zoom } = this.#parts.board.camera.value;
    for (const layer of [world, overlay]) layer.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    overlay.style.setProperty('--unzoom', String(1 / zoom));
    stage.style.setProperty('--grid', `${gridStep(zoom)}px`);
    stage.style.backgroundPosition = `${x}px ${y}px`;
    this.#restLater();
    this.#painter.repaint();
    this.#loop.ask();
  }

  /** While it moves, the world is one picture; at rest it is drawn anew, sharp at its scale. */
  #restLater(): void {
    const { world } = this.#layers;
    world.style.willChange = 'transform';
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      world.style.willChange = '';
    }, REST_MS);
  }

  #resize(): void {
    const { stage, canvas } = this.#layers;
    const { board, visible } = this.#parts;
    const { clientWidth: width, clientHeight: height } = stage;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const before = board.screen.value;
    board.screen.set({ width, height });
    if (before.width === 0 && width > 0) board.fit();
    // What was in the middle stays there when the notes are opened, or a phone is turned.
    else
      board.camera.set(panned(board.camera.value, (width - before.width) / 2, (height - before.height) / 2));
    visible.invalidate();
    this.#place();
  }

  #showRendition(): void {
    this.#layers.canvas.hidden = this.#parts.visible.rendition.value === 'nodes';
    this.#afresh();
  }

  #afresh(): void {
    this.#parts.visible.invalidate();
    this.#painter.repaint();
    this.#loop.ask();
  }

  /** Somebody drags an element hither, or has let it go; while it is dragged it renders by itself. */
  #moved(id: string): void {
    const { board, visible } = this.#parts;
    const isDragged = board.ownPlaces.get(id) !== undefined || visible.isCarriedNear(id);
    if (isDragged === this.#dragged.has(id)) return;
    if (isDragged) this.#dragged.add(id);
    else this.#dragged.delete(id);
    visible.invalidate();
    this.#loop.ask();
  }
}

/** The grid's step on the screen: always between 16 and 64 pixels. */
function gridStep(zoom: number): number {
  let step = 32 * zoom;
  while (step < 16) step *= 4;
  while (step > 64) step /= 4;
  return step;
}
