import { shareDone, spotBetween } from './glide.ts';
import type { FigurePlace, PeerFigure } from './peer-figure.ts';
import type { PeerUpdate } from './peer-messages.ts';

interface Shown {
  figure: PeerFigure;
  from: FigurePlace;
  to: FigurePlace;
  startMs: number;
}

/** A figure, and where it is at one moment. */
export interface FigureNow {
  readonly key: string;
  readonly figure: PeerFigure;
  readonly place: FigurePlace;
}

/**
 * Other people's figures as they glide from place to place.
 *
 * Invariant: a figure that glides is between where it was and where it goes, and at the end where it goes.
 */
export class ShownFigures {
  readonly #shown = new Map<string, Shown>();
  #order: readonly string[] = [];

  take({ figures, places, gone, order }: Omit<PeerUpdate, 'view'>, nowMs: number): void {
    const looks = new Map(figures);
    for (const [key, place, isGliding] of places) {
      const known = this.#shown.get(key);
      const figure = looks.get(key) ?? known?.figure;
      if (figure === undefined) continue;
      const from = known !== undefined && isGliding ? placeAt(known, nowMs) : place;
      this.#shown.set(key, { figure, from, to: place, startMs: nowMs });
    }
    for (const [key, figure] of looks) {
      const known = this.#shown.get(key);
      if (known !== undefined) known.figure = figure;
    }
    for (const key of gone) this.#shown.delete(key);
    this.#order = order ?? this.#order;
  }

  /** From bottom to top. */
  at(nowMs: number): readonly FigureNow[] {
    return this.#order.flatMap((key) => {
      const shown = this.#shown.get(key);
      return shown === undefined ? [] : [{ key, figure: shown.figure, place: placeAt(shown, nowMs) }];
    });
  }

  /** Whether anything is still on its way. */
  isMoving(nowMs: number): boolean {
    return [...this.#shown.values()].some(
      ({ from, to, startMs }) => from !== to && shareDone(startMs, nowMs) < 1,
    );
  }
}

function placeAt({ from, to, startMs }: Shown, nowMs: number): FigurePlace {
  const share = shareDone(startMs, nowMs);
  if (share === 1) return to;
  return {
    ...spotBetween(from, to, share),
    width: from.width + (to.width - from.width) * share,
    height: from.height + (to.height - from.height) * share,
  };
}
