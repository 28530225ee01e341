import { hubError } from '../errors.ts';
import type { JoinedStore } from '../join/joined-store.ts';

/** States of all stores that are known to be good, by name; the newest of one store is what it falls back to. */
export class Checkpoints {
  readonly #stores: ReadonlyMap<string, JoinedStore>;
  readonly #most: number;
  /** In the order in which they were made. */
  readonly #states = new Map<string, ReadonlyMap<string, unknown>>();

  constructor(stores: ReadonlyMap<string, JoinedStore>, most: number) {
    this.#stores = stores;
    this.#most = most;
  }

  get names(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Remembers the present states under a name; the oldest makes room. */
  save(name: string): void {
    this.#states.delete(name);
    this.#states.set(name, new Map([...this.#stores].map(([store, { state }]) => [store, state])));
    for (const oldest of this.names.slice(0, -this.#most)) this.#states.delete(oldest);
  }

  /**
   * Puts back every store that was there and can go back.
   *
   * @throws StatehouseError `hub/no-checkpoint`
   */
  restore(name: string): void {
    const states = this.#states.get(name);
    if (states === undefined) throw hubError('no-checkpoint', { checkpoint: name, known: this.names });
    for (const [store, state] of states) this.#stores.get(store)?.store.restore?.(state);
  }

  /** Puts one store back to the newest checkpoint that has it; false when there is none, or it cannot go back. */
  restoreStore({ name, store }: JoinedStore): boolean {
    const newest = [...this.#states.values()].findLast((states) => states.has(name));
    if (newest === undefined || store.restore === undefined) return false;
    store.restore(newest.get(name));
    return true;
  }
}
