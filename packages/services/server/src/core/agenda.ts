import type { DocumentCore } from './document-core.ts';

/** When each document wants to be woken, and when the server as a whole has asked its shell to be. */
export class Agenda {
  readonly #due = new Map<DocumentCore, number>();
  #earliestMs = Number.POSITIVE_INFINITY;

  /** The earliest of all times; it may be earlier than needed, never later. */
  get earliestMs(): number {
    return this.#earliestMs;
  }

  /** Undefined: not at all. */
  set(document: DocumentCore, atMs: number | undefined): void {
    if (atMs === undefined) {
      this.#due.delete(document);
    } else {
      this.#due.set(document, atMs);
      if (atMs < this.#earliestMs) this.#earliestMs = atMs;
    }
  }

  /** Removes and answers the documents whose time has come. O(documents that wait). */
  take(nowMs: number): readonly DocumentCore[] {
    const due: DocumentCore[] = [];
    this.#earliestMs = Number.POSITIVE_INFINITY;
    for (const [document, atMs] of this.#due) {
      if (atMs > nowMs) this.#earliestMs = Math.min(this.#earliestMs, atMs);
      else due.push(document);
    }
    for (const document of due) this.#due.delete(document);
    return due;
  }
}
