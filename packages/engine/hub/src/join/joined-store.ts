import { ByteEstimate } from '../journal/byte-estimate.ts';
import type { Change } from '../store/change.ts';
import type { Shown, Store } from '../store/store.ts';

/**
 * What becomes of an error in a store: whoever asked for the change hears of it; or it is kept from them and the last
 * good state stays; or the store goes back to the newest checkpoint.
 */
export type FailurePolicy = 'rethrow' | 'hold' | 'checkpoint';

/** The views of a store, whatever its states are. */
export interface ViewsOfStore {
  show(shown: Shown<unknown>): void;
  changed(): void;
}

/** A store that is on the hub. `state` is what its last change in the journal left. */
export class JoinedStore {
  readonly name: string;
  readonly store: Store;
  readonly whenFailed: FailurePolicy;
  readonly shown: ViewsOfStore;
  readonly estimate = new ByteEstimate();
  /** Whether it says itself what it allocates. */
  readonly #counts: boolean;
  state: unknown;

  constructor(name: string, store: Store, shown: ViewsOfStore, whenFailed: FailurePolicy) {
    this.name = name;
    this.store = store;
    this.shown = shown;
    this.whenFailed = whenFailed;
    this.state = store.getState();
    this.#counts = this.#allocatedBytes() !== undefined;
  }

  /** A state as the journal keeps it. */
  kept(state: unknown): unknown {
    const { marks } = this.store;
    return marks === undefined ? state : marks.mark(state);
  }

  /** The state behind what the journal kept; undefined when it can no longer be had. */
  recalled(kept: unknown): unknown {
    const { marks } = this.store;
    return marks === undefined ? kept : marks.recall(kept);
  }

  measure({ before, after, input }: Change): void {
    this.estimate.take(before, after, input, this.#counts ? this.#allocatedBytes() : undefined);
  }

  /** A store that cannot say it is estimated. */
  #allocatedBytes(): number | undefined {
    try {
      return this.store.stats?.().allocatedBytes;
    } catch {
      return undefined;
    }
  }
}
