import type { TextDelta } from './text-delta.ts';

/**
 * Collects keeps, insertions and deletions and always holds their normal form: neighbours merged, at one place the
 * insertion before the deletion, nothing kept at the end.
 */
export class DeltaBuilder {
  readonly #parts: (number | string)[] = [];
  #pendingKeep = 0;

  keep(count: number): void {
    this.#pendingKeep += count;
  }

  insert(text: string): void {
    if (text === '') return;
    const parts = this.#parts;
    if (this.#pendingKeep > 0) {
      parts.push(this.#pendingKeep, text);
      this.#pendingKeep = 0;
      return;
    }
    const end = parts.length - 1;
    const last = parts[end];
    if (typeof last === 'string') {
      parts[end] = last + text;
    } else if (last === undefined || last > 0) {
      parts.push(text);
    } else {
      this.#insertBeforeDeletion(end, last, text);
    }
  }

  delete(count: number): void {
    if (count === 0) return;
    const parts = this.#parts;
    const last = parts.at(-1);
    if (this.#pendingKeep > 0) {
      parts.push(this.#pendingKeep, -count);
      this.#pendingKeep = 0;
    } else if (typeof last === 'number' && last < 0) {
      parts[parts.length - 1] = last - count;
    } else {
      parts.push(-count);
    }
  }

  /** The delta; the builder must not be used afterwards. The empty list means that nothing changes. */
  build(): TextDelta {
    return this.#parts;
  }

  #insertBeforeDeletion(end: number, deletion: number, text: string): void {
    const parts = this.#parts;
    const before = end === 0 ? undefined : parts[end - 1];
    if (typeof before === 'string') {
      parts[end - 1] = before + text;
    } else {
      parts[end] = text;
      parts.push(deletion);
    }
  }
}
