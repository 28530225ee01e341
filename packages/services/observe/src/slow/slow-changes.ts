import type { SeriesKind } from '../series/series.ts';

/** Something that took longer than it should, and what it was. */
export interface SlowWarning {
  readonly kind: SeriesKind;
  readonly store: string;
  readonly name: string;
  readonly durationMs: number;
  readonly thresholdMs: number;
  /** The entry of the journal, where it is one. */
  readonly entryId: number | undefined;
  /** How often the same culprit was slow since the warning before, without one. */
  readonly unsaid: number;
}
