import type { PersonColor } from '../../../people/colors.ts';
import type { Pose } from '../plane/geometry.ts';
import type { ElementKind } from '../scene/element.ts';
import type { Spot } from './glide.ts';
import type { ElementInk } from './palette.ts';

/**
 * How something looks that belongs to another person. Where it is goes apart from it: that changes twenty times a
 * second. All of it is plain data, since a worker paints it.
 */
export type PeerFigure =
  | { readonly kind: 'pointer'; readonly name: string; readonly color: PersonColor }
  /** Around what they have selected. */
  | { readonly kind: 'frame'; readonly name: string; readonly color: PersonColor }
  /** What they drag: the element, then what it holds, from bottom to top. */
  | { readonly kind: 'element'; readonly pieces: readonly ElementPiece[] };

/** One element of those that are dragged together. */
export interface ElementPiece {
  readonly kind: ElementKind;
  readonly label: string;
  /** From inside the piece to inside the first piece. */
  readonly pose: Pose;
  readonly width: number;
  readonly height: number;
  readonly ink: ElementInk;
  /** A data URL, for what is a picture. */
  readonly picture: string | undefined;
}

/** Where a figure is: its top left corner, about which it is turned, and the size of the first piece. */
export interface FigurePlace extends Spot {
  readonly width: number;
  readonly height: number;
}

export interface PlacedFigure {
  /** The same for as long as it is the same thing. */
  readonly key: string;
  readonly figure: PeerFigure;
  readonly place: FigurePlace;
  /** Whether it glides to where it is, rather than being there at once. */
  readonly isGliding: boolean;
}

export function samePlace(one: FigurePlace, other: FigurePlace): boolean {
  return (
    one.x === other.x &&
    one.y === other.y &&
    one.rotation === other.rotation &&
    one.width === other.width &&
    one.height === other.height
  );
}

/** Whether two figures look the same; the pieces of an element are compared by identity. */
export function sameFigure(one: PeerFigure, other: PeerFigure): boolean {
  if (one.kind === 'element') return other.kind === 'element' && one.pieces === other.pieces;
  return (
    other.kind === one.kind &&
    one.name === other.name &&
    one.color.fill === other.color.fill &&
    one.color.ink === other.color.ink
  );
}
