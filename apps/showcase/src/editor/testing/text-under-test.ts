import { defineErrors } from '@statehouse/kernel';
import type { TextDelta } from '@statehouse/ot';
import type { SharedText } from '../../text/shared-text.ts';

const locked = defineErrors('test', { 'text-locked': 'The text is locked.' });

/** A text that others can write to as well. Refuses what does not fit it, as a document does. */
export class TextUnderTest implements SharedText {
  content: string;
  refuses = false;
  readonly edits: TextDelta[] = [];
  readonly #listeners = new Set<(delta: TextDelta | undefined) => void>();

  constructor(content: string) {
    this.content = content;
  }

  read(): string {
    return this.content;
  }

  subscribe(listener: (delta: TextDelta | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  edit(delta: TextDelta): void {
    if (this.refuses) throw locked('text-locked');
    this.edits.push(delta);
    this.write(delta);
  }

  /** What somebody else writes. */
  write(delta: TextDelta): void {
    this.content = applied(this.content, delta);
    for (const listener of this.#listeners) listener(delta);
  }

  replace(content: string): void {
    this.content = content;
    for (const listener of this.#listeners) listener(undefined);
  }
}

/** What a delta makes of a text. */
export function applied(text: string, delta: TextDelta): string {
  let result = '';
  let at = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      if (!part.isWellFormed()) throw new Error('half a character');
      result += part;
      continue;
    }
    const end = at + Math.abs(part);
    if (end > text.length) throw new Error('past the end');
    if (!text.slice(at, end).isWellFormed()) throw new Error('splits a pair');
    if (part > 0) result += text.slice(at, end);
    at = end;
  }
  return result + text.slice(at);
}
