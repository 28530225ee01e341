import type { Camera } from '../plane/camera.ts';
import type { FontSource } from './page-fonts.ts';
import type { FigurePlace, PeerFigure } from './peer-figure.ts';

/** What the worker that paints other people is told. */
export type ToPeerPainter =
  /** Once, before all else. */
  | { readonly kind: 'start'; readonly canvas: OffscreenCanvas }
  /** All that there are: at the start, and when there are more. */
  | { readonly kind: 'fonts'; readonly fonts: readonly FontSource[] }
  | ({ readonly kind: 'update' } & PeerUpdate);

/** What is another than it was; at most one a frame. */
export interface PeerUpdate {
  /** Figures that are new or look otherwise. */
  readonly figures: readonly (readonly [key: string, figure: PeerFigure])[];
  /** Figures that are new, or go elsewhere. */
  readonly places: readonly (readonly [key: string, place: FigurePlace, isGliding: boolean])[];
  readonly gone: readonly string[];
  /** All of them from bottom to top, when there are others or they lie otherwise. */
  readonly order: readonly string[] | undefined;
  readonly view: PaintedView | undefined;
}

/** What of the board the canvas shows. */
export interface PaintedView {
  readonly camera: Camera;
  /** Of the canvas, in its own pixels. */
  readonly width: number;
  readonly height: number;
  /** Canvas pixels a screen pixel. */
  readonly pixelRatio: number;
}

/** What the worker answers. */
export type FromPeerPainter =
  | { readonly kind: 'ready' }
  /** There is no painting in this worker. */
  | { readonly kind: 'failed' }
  | {
      readonly kind: 'painted';
      /** The figures of elements that are on the canvas for the first time. */
      readonly elements: readonly string[];
      /** How many people's pointers are on the canvas now. */
      readonly pointers: number;
    };
