import type { Json, JsonObject } from '@statehouse/kernel';
import { stateHash } from '../hashing/state-hash.ts';
import { LETTERS_OF_A_SEAL } from './line-seal.ts';

/** The states after an entry of the stores that it changed; undefined where it is not known, or the store has left. */
export type StatesAfter = ReadonlyMap<string, Json | undefined>;

interface Written {
  readonly id: number;
  readonly body: string;
  readonly after: StatesAfter;
}

/** Entries that are let go of at once, before the list of those that are kept is made anew. */
const MANY = 1_000;

/**
 * The lines of a recording before they are sealed. When there are too many, the oldest entries go, and the recording
 * begins with the states behind them.
 *
 * Invariant: `#starts` holds the states before the first entry that is kept, `#entryLetters` counts the kept entries.
 */
export class RecordingTape {
  readonly #maxLetters: number;
  readonly #headerFrom: (from: number) => JsonObject;
  readonly #starts = new Map<string, Json>();
  #entries: Written[] = [];
  #gone = 0;
  #entryLetters = 0;
  #from: number;

  constructor(from: number, maxLetters: number, headerFrom: (from: number) => JsonObject) {
    this.#from = from;
    this.#maxLetters = maxLetters;
    this.#headerFrom = headerFrom;
  }

  /** The state of a store before all entries. */
  start(store: string, state: Json): void {
    this.#starts.set(store, state);
  }

  /** Appends an entry; one from before the beginning leaves only its states. */
  add(id: number, line: () => JsonObject, after: StatesAfter): void {
    if (id < this.#from) {
      this.#take(after);
      return;
    }
    const body = JSON.stringify(line());
    this.#entries.push({ id, body, after });
    this.#entryLetters += body.length + LETTERS_OF_A_SEAL;
    while (this.#entryLetters > this.#maxLetters) this.#letGo();
  }

  /** Lets go of entries until the rest fits with the states before it, as far as it can. */
  fit(): void {
    while (this.#entries.length > this.#gone && this.letters > this.#maxLetters) {
      // States are as large as many entries: measured only now and then.
      const excess = this.letters - this.#maxLetters;
      const target = this.#entryLetters - excess;
      while (this.#entries.length > this.#gone && this.#entryLetters > target) this.#letGo();
    }
  }

  get letters(): number {
    let letters = this.#entryLetters;
    for (const body of this.#framing()) letters += body.length + LETTERS_OF_A_SEAL;
    return letters;
  }

  *bodies(): Generator<string, void, void> {
    const [header, ...states] = this.#framing();
    const end = states.pop();
    if (header === undefined || end === undefined) return;
    yield header;
    yield* states;
    for (let at = this.#gone; at < this.#entries.length; at += 1) yield this.#entries[at]?.body ?? '';
    yield end;
  }

  /** All lines but the entries. */
  #framing(): string[] {
    const states = [...this.#starts].map(([store, state]) => ({
      line: 'state',
      store,
      state,
      hash: stateHash(state),
    }));
    const end = { line: 'end', entries: this.#entries.length - this.#gone };
    return [this.#headerFrom(this.#from), ...states, end].map((line) => JSON.stringify(line));
  }

  #letGo(): void {
    const oldest = this.#entries[this.#gone];
    if (oldest === undefined) return;
    this.#take(oldest.after);
    this.#gone += 1;
    this.#from = oldest.id + 1;
    this.#entryLetters -= oldest.body.length + LETTERS_OF_A_SEAL;
    if (this.#gone < MANY) return;
    this.#entries = this.#entries.slice(this.#gone);
    this.#gone = 0;
  }

  #take(after: StatesAfter): void {
    for (const [store, state] of after) {
      if (state === undefined) this.#starts.delete(store);
      else this.#starts.set(store, state);
    }
  }
}
