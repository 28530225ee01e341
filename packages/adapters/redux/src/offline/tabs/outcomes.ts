import type { CancelTimer, Timers } from '@statehouse/kernel';
import type { KeptEntry } from '../kept/kept-entry.ts';
import type { Outcome } from '../sending/outcome.ts';

/** How long an outcome may be on its way after its entry is gone. */
const GRACE_MS = 2_000;

interface Waiting {
  readonly outcome: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  cancelGrace: CancelTimer | undefined;
}

/**
 * What the tab waits for.
 *
 * Invariant: whoever waits is told once. Outcomes are told by the tab that sends; if one is missed, what is kept says what became of
 * the entry, though not with which answer.
 */
export class Outcomes {
  readonly #waiting = new Map<string, Waiting>();
  readonly #timers: Timers;
  readonly #isGone: (id: string) => Promise<boolean>;

  /** @param isGone whether an entry is not on the device, nor on its way there */
  constructor(timers: Timers, isGone: (id: string) => Promise<boolean>) {
    this.#timers = timers;
    this.#isGone = isGone;
  }

  /** How it ends with an entry. */
  of(id: string): Promise<Outcome> {
    const known = this.#waiting.get(id);
    if (known !== undefined) return known.outcome;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#waiting.set(id, { outcome: promise, resolve, cancelGrace: undefined });
    return promise;
  }

  settle(id: string, outcome: Outcome): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    waiting.cancelGrace?.();
    this.#waiting.delete(id);
    waiting.resolve(outcome);
  }

  /** Takes from what is kept what was not told. */
  compare(kept: readonly KeptEntry[]): void {
    const byId = new Map(kept.map((one) => [one.entry.id, one.progress]));
    for (const [id, waiting] of [...this.#waiting]) {
      const progress = byId.get(id);
      if (progress === undefined) {
        waiting.cancelGrace ??= this.#timers.after(GRACE_MS, () => void this.#giveUp(id));
        continue;
      }
      waiting.cancelGrace?.();
      waiting.cancelGrace = undefined;
      if (progress.state === 'refused') this.settle(id, { kind: 'refused', error: progress.lastError });
    }
  }

  end(): void {
    for (const { cancelGrace } of this.#waiting.values()) cancelGrace?.();
    this.#waiting.clear();
  }

  async #giveUp(id: string): Promise<void> {
    const isGone = await this.#isGone(id).catch(() => false);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    waiting.cancelGrace = undefined;
    if (isGone) this.settle(id, { kind: 'elsewhere' });
    else waiting.cancelGrace = this.#timers.after(GRACE_MS, () => void this.#giveUp(id));
  }
}
