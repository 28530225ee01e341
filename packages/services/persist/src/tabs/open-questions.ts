import type { OrderedChange } from './replica.ts';
import { tabError } from './tab-errors.ts';

type Waiting = PromiseWithResolvers<void>;

/**
 * What this tab has asked of the leader, whoever that is.
 *
 * Invariant: each question is answered once: by the leader, by what is seen of its doing, or when this tab leaves.
 */
export class OpenQuestions {
  readonly #say: (number: number, what: 'flush' | 'purge') => void;
  readonly #asked = new Map<number, Waiting & { readonly what: 'flush' | 'purge' }>();
  /** Inputs that were sent, by their number in this tab. */
  readonly #sent = new Map<number, Waiting>();
  #number = 0;

  constructor(say: (number: number, what: 'flush' | 'purge') => void) {
    this.#say = say;
  }

  ask(what: 'flush' | 'purge'): Promise<void> {
    this.#number += 1;
    const waiting = Promise.withResolvers<void>();
    this.#asked.set(this.#number, { ...waiting, what });
    this.#say(this.#number, what);
    return waiting.promise;
  }

  /**
   * What the last leader did not answer, for the next one: under new numbers, since an answer to an old one may speak of
   * an order in which the changes of this tab did not stand yet.
   */
  again(): readonly (readonly [number: number, what: 'flush' | 'purge'])[] {
    const open = [...this.#asked.values()];
    this.#asked.clear();
    return open.map((question) => {
      this.#number += 1;
      this.#asked.set(this.#number, question);
      return [this.#number, question.what];
    });
  }

  answered(number: number, problem: string | undefined): void {
    const waiting = this.#asked.get(number);
    this.#asked.delete(number);
    if (problem === undefined) waiting?.resolve();
    else waiting?.reject(tabError('leader-failed', { what: waiting.what, problem }));
  }

  /** Fulfilled when the input has been run. */
  sent(sequence: number): Promise<void> {
    const waiting = Promise.withResolvers<void>();
    this.#sent.set(sequence, waiting);
    return waiting.promise;
  }

  /** A change has its place in the order. */
  ordered(tab: string, change: OrderedChange): void {
    if (change.tab !== tab) return;
    const waiting = this.#sent.get(change.sequence);
    this.#sent.delete(change.sequence);
    if (change.failure === undefined) waiting?.resolve();
    else waiting?.reject(tabError('input-failed', { problem: change.failure }));
  }

  /** All changes of this tab up to a number are in the order, though it was not told of each. */
  adopted(sequence: number): void {
    for (const [sent, waiting] of this.#sent) {
      if (sent > sequence) continue;
      this.#sent.delete(sent);
      waiting.resolve();
    }
  }

  giveUp(problem: Error): void {
    for (const waiting of [...this.#asked.values(), ...this.#sent.values()]) waiting.reject(problem);
    this.#asked.clear();
    this.#sent.clear();
  }
}
