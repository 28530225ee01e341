/**
 * The changes that are under way in this turn, the innermost last. Causes are exact within one turn; what comes out of
 * a timer or an answer has none, unless it came through a function that carries its cause along.
 */
export class CauseStack {
  /** For each open frame the entry that stands for it; 0 before there is one. */
  readonly #ids: number[] = [];

  /** The entry that led to what happens now; undefined where nothing in this turn did: a person, a timer, an answer. */
  get now(): number | undefined {
    for (let at = this.#ids.length - 1; at >= 0; at -= 1) {
      const id = this.#ids[at] ?? 0;
      if (id > 0) return id;
    }
    return undefined;
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Opens a frame for something that has no entry yet, or for the entry that led to what follows. */
  push(id = 0): void {
    this.#ids.push(id);
  }

  /** Closes the frame at a place, and what was left open in it. */
  closeTo(at: number): void {
    while (this.#ids.length > at) this.#ids.pop();
  }

  /** The entry that the frame at a place stands for; 0 before there is one. */
  idAt(at: number): number {
    return this.#ids[at] ?? 0;
  }

  /** Says which entry the frame at a place stands for. The first stays: what comes later in the frame came of it. */
  name(at: number, id: number): void {
    if (this.#ids[at] === 0) this.#ids[at] = id;
  }

  /** Runs a function as something that an entry led to. */
  run<Result>(id: number | undefined, what: () => Result): Result {
    const at = this.#ids.length;
    this.push(id ?? 0);
    try {
      return what();
    } finally {
      this.closeTo(at);
    }
  }
}
