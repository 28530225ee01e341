import type { KeyValueStore } from '@statehouse/storage';

/** A store whose writes wait, in their order, while it is held. */
export class SlowStore implements KeyValueStore {
  readonly #store: KeyValueStore;
  #waiting: (() => void)[] = [];
  #held = false;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  get get(): KeyValueStore['get'] {
    return this.#store.get;
  }

  get range(): KeyValueStore['range'] {
    return this.#store.range;
  }

  get close(): KeyValueStore['close'] {
    return this.#store.close;
  }

  async write(writes: Parameters<KeyValueStore['write']>[0]): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await this.#store.write(writes);
  }

  hold(): void {
    this.#held = true;
  }

  /** Lets the writes under way through; later ones wait again. */
  step(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Lets everything through from now on. */
  letGo(): void {
    this.#held = false;
    this.step();
  }
}
