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

interface Said {
  atMs: number;
  unsaid: number;
}

const MAX_CULPRITS = 1_000;

/** Lets through at most one warning for each culprit in `everyMs`; counts the others. */
export class SlowWarnings {
  readonly #everyMs: number;
  readonly #said = new Map<string, Said>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** The number of warnings left unsaid since the one before, or undefined where this one is not to be said either. */
  allow(nowMs: number, kind: SeriesKind, store: string, name: string): number | undefined {
    const culprit = JSON.stringify([kind, store, name]);
    const said = this.#said.get(culprit);
    if (said !== undefined && nowMs - said.atMs < this.#everyMs) {
      said.unsaid += 1;
      return undefined;
    }
    const unsaid = said?.unsaid ?? 0;
    this.#said.delete(culprit);
    this.#said.set(culprit, { atMs: nowMs, unsaid: 0 });
    // The one that was quiet longest is forgotten: it may be warned of again too early, but never keeps memory.
    if (this.#said.size > MAX_CULPRITS) this.#said.delete(this.#said.keys().next().value ?? culprit);
    return unsaid;
  }
}
