interface Said {
  readonly atMs: number;
  unsaid: number;
}

const MOST_KNOWN = 1_000;

/** Lets each thing be said once in `everyMs`, and counts how often it would have been said meanwhile. Memory is bounded. */
export class Repeats {
  readonly #everyMs: number;
  readonly #said = new Map<string, Said>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** How often it was left unsaid since the time before; undefined where it is not to be said now either. */
  allow(nowMs: number, ...names: readonly string[]): number | undefined {
    const thing = JSON.stringify(names);
    const said = this.#said.get(thing);
    if (said !== undefined && nowMs - said.atMs < this.#everyMs) {
      said.unsaid += 1;
      return undefined;
    }
    this.#said.delete(thing);
    this.#said.set(thing, { atMs: nowMs, unsaid: 0 });
    // The one that was quiet longest is forgotten: it may be said again too early, but never keeps memory.
    if (this.#said.size > MOST_KNOWN) this.#said.delete(this.#said.keys().next().value ?? thing);
    return said?.unsaid ?? 0;
  }
}
