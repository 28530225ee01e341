import type { Report } from '../report/report.ts';

/** What is sampled when a window of time begins. */
export type Measure = 'journalEntries' | 'journalBytes' | 'entities' | 'allocatedBytes';

/** How one size went over the windows of a report. */
export interface Growth {
  /** Empty for the journal. */
  readonly store: string;
  readonly measure: Measure;
  readonly first: number;
  readonly last: number;
  /** By the line that fits all samples best (least squares). */
  readonly perMinute: number;
  /**
   * How well that line fits, 0 to 1: what grows steadily is near 1, what goes up and down is near 0.
   */
  readonly steadiness: number;
  readonly samples: number;
}

interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** With fewer there is no line to speak of. */
const FEWEST_SAMPLES = 3;

/** How sizes grew over the windows that a report has, the quickest first for each measure; O(windows × stores). */
export function growthOf({ windows }: Pick<Report, 'windows'>): readonly Growth[] {
  const samples = new Map<string, { readonly store: string; readonly measure: Measure; all: Sample[] }>();
  const note = (store: string, measure: Measure, atMs: number, value: number | undefined) => {
    if (value === undefined) return;
    const key = JSON.stringify([store, measure]);
    const known = samples.get(key) ?? { store, measure, all: [] };
    known.all.push({ atMs, value });
    samples.set(key, known);
  };
  for (const { startMs, sizes } of windows) {
    note('', 'journalEntries', startMs, sizes.journalEntries);
    note('', 'journalBytes', startMs, sizes.journalBytes);
    for (const { store, entities, allocatedBytes } of sizes.stores) {
      note(store, 'entities', startMs, entities);
      note(store, 'allocatedBytes', startMs, allocatedBytes);
    }
  }
  return [...samples.values()]
    .filter(({ all }) => all.length >= FEWEST_SAMPLES)
    .map(({ store, measure, all }) => ({ store, measure, ...lineThrough(all) }))
    .sort((one, other) => other.perMinute - one.perMinute);
}

function lineThrough(samples: readonly Sample[]): Omit<Growth, 'store' | 'measure'> {
  const count = samples.length;
  const [firstMs, first] = [samples[0]?.atMs ?? 0, samples[0]?.value ?? 0];
  // Counted from the first, so that large times and sizes do not eat up the digits.
  const minutes = samples.map(({ atMs }) => (atMs - firstMs) / 60_000);
  const values = samples.map(({ value }) => value - first);
  const mean = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0) / count;
  const [meanMinute, meanValue] = [mean(minutes), mean(values)];
  const sumOf = (term: (minute: number, value: number) => number) =>
    minutes.reduce((sum, minute, at) => sum + term(minute - meanMinute, (values[at] ?? 0) - meanValue), 0);
  const spread = sumOf((minute) => minute * minute);
  const together = sumOf((minute, value) => minute * value);
  const variance = sumOf((_, value) => value * value);
  return {
    first,
    last: samples.at(-1)?.value ?? 0,
    perMinute: spread === 0 ? 0 : together / spread,
    steadiness: spread === 0 || variance === 0 ? 0 : together ** 2 / (spread * variance),
    samples: count,
  };
}
