import { isPictureSource } from '../../../../picture-source.ts';
import { personColor } from '../../../people/colors.ts';
import type { BoardPeer } from '../people/board-people.ts';
import { IDENTITY, joinPoses, type Pose, poseFromPlacement } from '../plane/geometry.ts';
import { type Element, placementOf } from '../scene/element.ts';
import type { SceneNode } from '../scene/scene-node.ts';
import type { Board } from '../window/board.ts';
import { shownShape } from '../window/shown-shape.ts';
import type { Palette } from './palette.ts';
import type { ElementPiece, PlacedFigure } from './peer-figure.ts';

/** What others drag, each with what goes with it: itself first, parents before what they hold. */
export type CarriedElements = ReadonlyMap<SceneNode, readonly SceneNode[]>;

/** The key of the figure of an element that somebody drags. */
export function elementKey(id: string): string {
  return `element/${id}`;
}

interface KeptPieces {
  readonly elements: readonly Element[];
  readonly palette: Palette;
  readonly pieces: readonly ElementPiece[];
}

/**
 * Makes figures of the others on a board: what they drag, around it what they have selected, above it their pointers.
 *
 * Invariant: the pieces of an element are the same array for as long as they look the same.
 */
export class PeerFigures {
  readonly #board: Board;
  #kept: ReadonlyMap<string, KeptPieces> = new Map();

  constructor(board: Board) {
    this.#board = board;
  }

  /** From bottom to top; nothing glides for people who want stillness. */
  of(
    peers: readonly BoardPeer[],
    carried: CarriedElements,
    palette: Palette,
    isStill: boolean,
  ): readonly PlacedFigure[] {
    return [
      ...this.#elements(carried, palette, isStill),
      ...peers.flatMap((peer) => this.#frames(peer, isStill)),
      ...peers.flatMap(({ connection, name, color, at }): PlacedFigure[] => {
        if (at === undefined) return [];
        const place = { x: at.x, y: at.y, rotation: 0, width: 0, height: 0 };
        const figure = { kind: 'pointer', name, color: personColor(color) } as const;
        return [{ key: `pointer/${connection}`, figure, place, isGliding: !isStill }];
      }),
    ];
  }

  #elements(carried: CarriedElements, palette: Palette, isStill: boolean): readonly PlacedFigure[] {
    const kept = new Map<string, KeptPieces>();
    const figures = [...carried].map(([root, nodes]): PlacedFigure => {
      const before = this.#kept.get(root.id);
      const isSame =
        before?.palette === palette &&
        before.elements.length === nodes.length &&
        nodes.every(({ element }, index) => before.elements[index] === element);
      const now = isSame
        ? before
        : { elements: nodes.map(({ element }) => element), palette, pieces: this.#pieces(nodes, palette) };
      kept.set(root.id, now);
      const figure = { kind: 'element', pieces: now.pieces } as const;
      return { key: elementKey(root.id), figure, ...this.#placeOf(root, isStill) };
    });
    this.#kept = kept;
    return figures;
  }

  #frames({ connection, selected, name, color }: BoardPeer, isStill: boolean): readonly PlacedFigure[] {
    return selected.flatMap((id): PlacedFigure[] => {
      const node = this.#board.scene.node(id);
      if (node === undefined) return [];
      const figure = { kind: 'frame', name, color: personColor(color) } as const;
      return [{ key: `frame/${connection}/${id}`, figure, ...this.#placeOf(node, isStill) }];
    });
  }

  /** An element and the frame around it go the same way at the same time. */
  #placeOf(node: SceneNode, isStill: boolean): Pick<PlacedFigure, 'place' | 'isGliding'> {
    const { ownPlaces, theirPlaces } = this.#board;
    const { pose, width, height } = shownShape(this.#board, node);
    const isTheirs = ownPlaces.get(node.id) === undefined && theirPlaces.get(node.id) !== undefined;
    const { x, y, rotation } = pose;
    return { place: { x, y, rotation, width, height }, isGliding: isTheirs && !isStill };
  }

  #pieces(nodes: readonly SceneNode[], palette: Palette): readonly ElementPiece[] {
    const images = this.#board.document.snapshot.table('images');
    const poses = new Map<SceneNode, Pose>();
    return nodes.map((node) => {
      const { element, parent } = node;
      const outer = parent === undefined ? undefined : poses.get(parent);
      const pose = outer === undefined ? IDENTITY : joinPoses(outer, poseFromPlacement(placementOf(element)));
      poses.set(node, pose);
      const source = element.image === null ? undefined : images.get(element.image)?.source;
      return {
        kind: element.kind,
        label: element.label.toString(),
        pose,
        width: element.width,
        height: element.height,
        ink: palette(element.color),
        picture: source !== undefined && isPictureSource(source) ? source : undefined,
      };
    });
  }
}
