import { compareKeyParts, type KeyPart } from '@statehouse/collections';
import { SortedList } from './sorted-list.ts';

/**
 * Values, each as often as it was added, with the first and the last at hand.
 * Invariant: once the list is there it holds each value of the counts once. It is made when a value is first taken
 * out, so that what never changes does not pay for it.
 */
export class ValueBag {
  readonly #counts = new Map<KeyPart, number>();
  #list: SortedList<KeyPart> | undefined;
  #first: KeyPart = null;
  #last: KeyPart = null;

  get first(): KeyPart {
    return this.#list === undefined ? this.#first : (this.#list.first ?? null);
  }

  get last(): KeyPart {
    return this.#list === undefined ? this.#last : (this.#list.last ?? null);
  }

  add(value: KeyPart): void {
    const count = this.#counts.get(value) ?? 0;
    this.#counts.set(value, count + 1);
    if (count > 0) return;
    if (this.#list !== undefined) {
      this.#list.add(value);
      return;
    }
    const isOnly = this.#counts.size === 1;
    if (isOnly || compareKeyParts(value, this.#first) < 0) this.#first = value;
    if (isOnly || compareKeyParts(value, this.#last) > 0) this.#last = value;
  }

  /** Takes out a value that was added. */
  remove(value: KeyPart): void {
    const count = this.#counts.get(value) ?? 0;
    if (this.#list === undefined) {
      this.#list = new SortedList(compareKeyParts);
      this.#list.fill([...this.#counts.keys()]);
    }
    if (count > 1) {
      this.#counts.set(value, count - 1);
      return;
    }
    this.#counts.delete(value);
    this.#list.remove(value);
  }
}
