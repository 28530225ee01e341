const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** How much people write in each hour of a day, UTC. */
const BY_HOUR = [3, 2, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 9, 9, 10, 10, 10, 11, 12, 14, 15, 13, 9, 6] as const;
/** How days compare, from Thursday on, the day with which 1970 began: mending is done at weekends. */
const BY_DAY = [0.95, 0.85, 1.2, 1.35, 1, 0.95, 0.95] as const;

const WEIGHTS = BY_DAY.flatMap((day) => BY_HOUR.map((hour) => day * hour));
/** What was written in a week before each of its hours. */
const BEFORE = [0];
for (const weight of WEIGHTS) BEFORE.push((BEFORE.at(-1) ?? 0) + weight);
const A_WEEK = BEFORE.at(-1) ?? 0;

/**
 * The clock by which people write: it stands nearly still at night and runs fast on Sunday evenings. What is spread evenly
 * over it keeps the rhythm of days and weeks. Goes up with the time, in milliseconds since 1970.
 */
export function writtenBefore(timeMs: number): number {
  const week = Math.floor(timeMs / WEEK_MS);
  const hours = (timeMs - week * WEEK_MS) / HOUR_MS;
  const hour = Math.floor(hours);
  return week * A_WEEK + (BEFORE[hour] ?? 0) + (WEIGHTS[hour] ?? 0) * (hours - hour);
}

/** When so much has been written: the inverse of {@link writtenBefore}, in whole milliseconds. */
export function timeWhen(written: number): number {
  const week = Math.floor(written / A_WEEK);
  const within = written - week * A_WEEK;
  let [low, high] = [0, WEIGHTS.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((BEFORE[middle] ?? 0) <= within) low = middle;
    else high = middle - 1;
  }
  const hours = low + (within - (BEFORE[low] ?? 0)) / (WEIGHTS[low] ?? 1);
  return Math.round(week * WEEK_MS + hours * HOUR_MS);
}
