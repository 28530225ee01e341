import { type PlacedFigure, sameFigure, samePlace } from './peer-figure.ts';
import type { PeerUpdate } from './peer-messages.ts';

/**
 * What the worker has been told of other people's figures.
 *
 * Invariant: who has taken every update in turn has the figures of the last `update` in their order, and below them
 * the elements that the last `update` was the first to leave out.
 */
export class SentFigures {
  #sent: ReadonlyMap<string, PlacedFigure> = new Map();
  /** Elements stay for one more update: in the meantime the board paints them where they were put down. */
  #leaving: ReadonlySet<string> = new Set();

  /** Whether another update is needed although nothing changes. */
  get isUnfinished(): boolean {
    return this.#leaving.size > 0;
  }

  /** How many figures there are, those that are leaving included. */
  get size(): number {
    return this.#sent.size;
  }

  /** What is to be told, so that these figures are shown; undefined: nothing. */
  update(figures: readonly PlacedFigure[]): Omit<PeerUpdate, 'view'> | undefined {
    const before = this.#sent;
    const keys = new Set(figures.map(({ key }) => key));
    const missing = [...before.values()].filter(({ key }) => !keys.has(key));
    const leaving = missing.filter(({ key, figure }) => figure.kind === 'element' && !this.#leaving.has(key));
    const now = new Map([...leaving, ...figures].map((placed) => [placed.key, placed]));
    this.#leaving = new Set(leaving.map(({ key }) => key));
    this.#sent = now;
    const looks = figures.filter(({ key, figure }) => {
      const known = before.get(key);
      return known === undefined || !sameFigure(known.figure, figure);
    });
    const moved = figures.filter(({ key, place }) => {
      const known = before.get(key);
      return known === undefined || !samePlace(known.place, place);
    });
    const gone = missing.filter(({ key }) => !now.has(key));
    const order = sameOrder(before, now) ? undefined : [...now.keys()];
    if (looks.length + moved.length + gone.length === 0 && order === undefined) return undefined;
    return {
      figures: looks.map(({ key, figure }) => [key, figure]),
      places: moved.map(({ key, place, isGliding }) => [key, place, isGliding]),
      gone: gone.map(({ key }) => key),
      order,
    };
  }
}

function sameOrder(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  if (one.size !== other.size) return false;
  const keys = other.keys();
  for (const key of one.keys()) if (keys.next().value !== key) return false;
  return true;
}
