import { gapAt, type Point, pointFrom } from './point.ts';
import type { ServerReading } from './server-reading.ts';

/** So many moments are shown: two minutes, and the gaps in them. */
export const MOST_SHOWN = 130;
/** So many are kept while the picture stands still; older ones fall out, and are counted. */
export const MOST_HELD = 120;
/** What follows later than this did not follow at once: the line breaks off. */
const LONGEST_STEP_MS = 3_000;

/** The live figures, as they are shown and as they are known. */
export interface LiveFigures {
  /** Oldest first, at most {@link MOST_SHOWN}. */
  readonly points: readonly Point[];
  /** The last that came, shown or not. */
  readonly newest: ServerReading | undefined;
  /** What came while the picture stands still; undefined while it moves. */
  readonly held: { readonly points: readonly Point[]; readonly dropped: number } | undefined;
  /** When the server that is spoken to now was first heard, if another was before. */
  readonly restartedAtMs: number | undefined;
}

export const NO_FIGURES: LiveFigures = {
  points: [],
  newest: undefined,
  held: undefined,
  restartedAtMs: undefined,
};

/** Takes in a reading; one that was had already changes nothing. O({@link MOST_SHOWN}). */
export function afterReading(figures: LiveFigures, reading: ServerReading): LiveFigures {
  const { newest, held } = figures;
  const isSameRun = newest !== undefined && newest.run === reading.run;
  if (isSameRun && reading.number <= newest.number) return figures;
  const isLate = newest !== undefined && reading.atMs - newest.atMs > LONGEST_STEP_MS;
  const breaks = newest !== undefined && (isLate || !isSameRun) ? [gapAt(newest.atMs + 1)] : [];
  const came = [...breaks, pointFrom(newest, reading)];
  const restartedAtMs = newest === undefined || isSameRun ? figures.restartedAtMs : reading.atMs;
  if (held === undefined)
    return { ...figures, newest: reading, restartedAtMs, points: last(MOST_SHOWN, figures.points, came) };
  const points = last(MOST_HELD, held.points, came);
  const dropped = held.dropped + held.points.length + came.length - points.length;
  return { ...figures, newest: reading, restartedAtMs, held: { points, dropped } };
}

/** Lets the picture stand still. */
export function afterPause(figures: LiveFigures): LiveFigures {
  return figures.held === undefined ? { ...figures, held: { points: [], dropped: 0 } } : figures;
}

/** Lets it go on, with all that was kept meanwhile. */
export function afterResume(figures: LiveFigures): LiveFigures {
  const { held, points } = figures;
  if (held === undefined) return figures;
  const oldest = held.points[0];
  // Where something fell out, the line breaks off.
  const breaks = held.dropped > 0 && oldest !== undefined ? [gapAt(oldest.atMs - 1)] : [];
  return { ...figures, held: undefined, points: last(MOST_SHOWN, points, [...breaks, ...held.points]) };
}

function last(most: number, points: readonly Point[], more: readonly Point[]): readonly Point[] {
  return [...points, ...more].slice(-most);
}
