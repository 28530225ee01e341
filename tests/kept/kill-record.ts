import { expect } from 'vitest';
import { type Counted, countedAt } from './counted-writer.ts';

/** What a writer said over all its lives, and whether it was true. */
export class KillRecord {
  /** The highest count that was reported as durable. */
  #saved = 0;
  #lives = 0;
  #reports = 0;
  #isRestored = false;

  get lives(): number {
    return this.#lives;
  }

  get reports(): number {
    return this.#reports;
  }

  /** Whether the present life has read what the last one left. */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  begin(): void {
    this.#isRestored = false;
    this.#lives += 1;
  }

  /** @throws if something that was reported as durable is gone, or something is there that never was */
  hear(line: string): void {
    const [word = '', rest = ''] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    if (word === 'saved') {
      this.#reports += 1;
      this.#saved = Math.max(this.#saved, Number(rest));
    } else if (word === 'restored') {
      const state: Counted = JSON.parse(rest);
      expect(state.count, `life ${this.#lives} begins`).toBeGreaterThanOrEqual(this.#saved);
      expect(state, `life ${this.#lives}`).toEqual(countedAt(state.count));
      this.#isRestored = true;
    } else throw new Error(`life ${this.#lives} said “${line}”`);
  }
}
