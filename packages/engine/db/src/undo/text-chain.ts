import type { PersistentText } from '@statehouse/collections';
import { applyText, composeText, invertText, type TextDelta, transformText } from '@statehouse/ot';

/** One delta of a text's recent history. Those that can be undone know their inverse. */
export interface ChainEntry {
  readonly delta: TextDelta;
  readonly inverse?: TextDelta;
}

/** An entry that was taken out of the history, with what is needed to put it back exactly. */
export interface Withdrawn {
  /** The history from the entry on, as it was. */
  readonly saved: readonly ChainEntry[];
  /** Where the history was cut, counted from the beginning of time. */
  readonly at: number;
  /** From the text without the entry to the text as it was. */
  readonly back: TextDelta;
}

/**
 * The recent history of one text: the deltas that led, one after the other, to the text as it is.
 * Invariant: each entry is a delta on the text that the entries before it make. Undo takes an entry out of the middle
 * by rewriting those behind it as if it had never been; redo puts the old wording back and carries over it only what
 * came since. Entries that can be undone are withdrawn last in, first out, and reinstated in the opposite order.
 */
export class TextChain {
  #entries: ChainEntry[] = [];
  /** How many entries were forgotten in front. */
  #offset = 0;

  get length(): number {
    return this.#entries.length;
  }

  /** The last entry. */
  get last(): ChainEntry | undefined {
    return this.#entries.at(-1);
  }

  append(entry: ChainEntry): void {
    this.#entries.push(entry);
  }

  /** Makes one entry of the last one and a delta that follows it directly. */
  extendLast(delta: TextDelta, inverse: TextDelta): ChainEntry | undefined {
    const last = this.#entries.pop();
    if (last?.inverse === undefined) return undefined;
    const joined = { delta: composeText(last.delta, delta), inverse: composeText(inverse, last.inverse) };
    this.#entries.push(joined);
    return joined;
  }

  /**
   * Takes an entry out. `delta` undoes it in the text as it is now (`content`); empty if nothing of it is left.
   * Undefined: the entry is not in this history any more.
   */
  withdraw(
    entry: ChainEntry,
    content: PersistentText,
  ): { delta: TextDelta; withdrawn: Withdrawn } | undefined {
    const index = this.#entries.lastIndexOf(entry);
    if (index === -1 || entry.inverse === undefined) return undefined;
    const saved = this.#entries.slice(index);
    const { carried, rewritten } = carry(entry.inverse, saved.slice(1));
    this.#entries = [...this.#entries.slice(0, index), ...rewritten];
    const back = invertText(carried, applyText(content, carried).removed);
    return { delta: carried, withdrawn: { saved, at: this.#offset + index, back } };
  }

  /** Puts a withdrawn entry back. `delta` redoes it in the text as it is now. */
  reinstate({ saved, at, back }: Withdrawn): { delta: TextDelta; entry: ChainEntry | undefined } {
    const index = at - this.#offset;
    const since = this.#entries.slice(index + saved.length - 1);
    const { carried, rewritten } = carry(back, since);
    this.#entries = [...this.#entries.slice(0, index), ...saved, ...rewritten];
    return { delta: carried, entry: saved[0] };
  }

  /** Forgets an entry and everything in front of it. */
  forgetUpTo(entry: ChainEntry): void {
    const index = this.#entries.indexOf(entry);
    if (index === -1) return;
    if (index === 0) this.#entries.shift();
    else this.#entries = this.#entries.slice(index + 1);
    this.#offset += index + 1;
  }
}

/** Carries a delta over entries, and the entries over the delta, so that both ways lead to one text. */
function carry(
  delta: TextDelta,
  entries: readonly ChainEntry[],
): { readonly carried: TextDelta; readonly rewritten: readonly ChainEntry[] } {
  let carried = delta;
  const rewritten: ChainEntry[] = [];
  for (const entry of entries) {
    rewritten.push({ delta: transformText(entry.delta, carried, false) });
    carried = transformText(carried, entry.delta, true);
  }
  return { carried, rewritten };
}
