const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** A count as people read it at a glance: 950, 12.4K. */
export function countWords(count: number): string {
  return SHORT.format(count);
}

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long before `nowMs` something was: `3 days ago`. What comes after it is `now`. */
export function agoWords(timeMs: number, nowMs: number): string {
  const past = nowMs - timeMs;
  const unit = UNITS.find(([, lengthMs]) => past >= lengthMs);
  return unit === undefined ? 'now' : RELATIVE.format(-Math.floor(past / unit[1]), unit[0]);
}
