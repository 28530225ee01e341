import type { SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../../../schema.ts';
import { type Camera, fitted, HOME, type ScreenSize, showing, toBoard, viewOf } from '../plane/camera.ts';
import { type Box, type Placement, type Point, unionOf } from '../plane/geometry.ts';
import type { Guide } from '../plane/snapping.ts';
import type { ElementKind } from '../scene/element.ts';
import { outermost } from '../scene/outermost.ts';
import { Scene, type SceneChange } from '../scene/scene.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import { Cell, CellMap } from './cell.ts';
import { LostElements } from './lost-elements.ts';

/** What a click or a drag on the board does: `select`, `pan`, or make an element. */
export type Tool = 'select' | 'pan' | Exclude<ElementKind, 'image'>;

/** A sentence for the person who works here. */
export interface Notice {
  readonly text: string;
  readonly tone: 'plain' | 'loss';
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * One window's view of a board: what it shows, what is selected, what the person is about to do. The document holds
 * everything that others see.
 *
 * Invariant: `scene` is the scene of the document's visible snapshot; everything selected or edited is in it.
 */
export class Board {
  readonly document: SyncedDocument<ShowcaseSchema>;
  readonly scene: Scene;
  readonly camera = new Cell<Camera>(HOME);
  readonly screen = new Cell<ScreenSize>({ width: 0, height: 0 });
  readonly tool = new Cell<Tool>('select');
  readonly selection = new Cell<ReadonlySet<string>>(NOTHING);
  /** The element whose label is being written. */
  readonly editing = new Cell<string | undefined>(undefined);
  /** The rubber band. */
  readonly marquee = new Cell<Box | undefined>(undefined);
  readonly guides = new Cell<readonly Guide[]>([]);
  /** The frame into which what is dragged would fall. */
  readonly dropTarget = new Cell<string | undefined>(undefined);
  /** Where elements are while this person drags them; the document hears of it at the end. */
  readonly ownPlaces = new CellMap<Placement>();
  /** Where elements are while others drag them. */
  readonly theirPlaces = new CellMap<Placement>();
  readonly lost = new LostElements();
  readonly notice = new Cell<Notice | undefined>(undefined);
  readonly #sceneListeners = new Set<(change: SceneChange) => void>();
  readonly #stop: () => void;

  constructor(document: SyncedDocument<ShowcaseSchema>) {
    this.document = document;
    this.scene = new Scene(document.snapshot);
    this.#stop = document.subscribe((event) => {
      this.lost.take(event);
      const change = this.scene.take(event);
      if (change.touched.size === 0) return;
      this.#forgetGone();
      for (const listener of [...this.#sceneListeners]) listener(change);
    });
  }

  get isReadOnly(): boolean {
    return this.document.status.role === 'reader';
  }

  /** The part of the board on the screen. */
  get view(): Box {
    return viewOf(this.camera.value, this.screen.value);
  }

  /** What is selected, from bottom to top, without what lies in something selected. */
  get selected(): readonly SceneNode[] {
    return outermost([...this.selection.value].flatMap((id) => this.scene.node(id) ?? []));
  }

  select(ids: Iterable<string>): void {
    const next = new Set(ids);
    const now = this.selection.value;
    if (next.size === now.size && [...next].every((id) => now.has(id))) return;
    this.selection.set(next.size === 0 ? NOTHING : next);
  }

  /** Adds an element to what is selected, or takes it out. */
  toggle(id: string): void {
    const next = new Set(this.selection.value);
    if (!next.delete(id)) next.add(id);
    this.select(next);
  }

  /** Opens an element's label for writing. */
  edit(id: string | undefined): void {
    if (id !== undefined && (this.isReadOnly || this.scene.node(id) === undefined)) return;
    if (id !== undefined) this.select([id]);
    this.editing.set(id);
  }

  say(text: string, tone: Notice['tone'] = 'plain'): void {
    this.notice.set({ text, tone });
  }

  /** Shows all of the board. */
  fit(): void {
    const all = unionOf([...this.scene.all()].map(({ bounds }) => bounds));
    const { value: screen } = this.screen;
    this.camera.set(
      all === undefined ? { ...HOME, x: screen.width / 2, y: screen.height / 2 } : fitted(all, screen),
    );
  }

  /** Moves the camera, if need be, so that a node can be seen. */
  reveal(node: SceneNode): void {
    this.camera.set(showing(this.camera.value, node.bounds, this.screen.value));
  }

  toBoard(screen: Point): Point {
    return toBoard(this.camera.value, screen);
  }

  /** Hears what changed in the scene, after it has. */
  subscribeScene(listener: (change: SceneChange) => void): () => void {
    this.#sceneListeners.add(listener);
    return () => this.#sceneListeners.delete(listener);
  }

  dispose(): void {
    this.#stop();
  }

  #forgetGone(): void {
    const { value: selection } = this.selection;
    if ([...selection].some((id) => this.scene.node(id) === undefined))
      this.select([...selection].filter((id) => this.scene.node(id) !== undefined));
    const { value: editing } = this.editing;
    if (editing !== undefined && this.scene.node(editing) === undefined) this.editing.set(undefined);
  }
}
