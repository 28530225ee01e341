import type { PersistentText } from '@statehouse/collections';
import { applyText, composeText, invertText, type TextDelta, transformText } from '@statehouse/ot';

/**
 * An own edit inside the recent history of a text. From its place on there are two wordings of what followed: one
 * with the edit and one as if it had never been. One of them stands in the chain.
 */
export interface TextMark {
  readonly chain: TextChain;
  /** `in`: the edit stands in the chain. `out`: it has been taken out. */
  readonly state: 'in' | 'out';
  /** The place, counted from the beginning of time. */
  readonly at: number;
  /** The wording in the chain, as far as both are known, … */
  readonly here: readonly TextDelta[];
  /** … and the other one of the same span. */
  readonly there: readonly TextDelta[];
  /** From the text at the end of `here` to the text at the end of `there`. */
  readonly bridge: TextDelta;
}

/** So many forgotten deltas are kept before the list is copied. */
const SPARE = 64;

/**
 * The recent history of one text: the deltas that led, one after the other, to the text as it is.
 * Invariant: each delta is one on the text that the deltas before it make. Undo takes an edit out of the middle by
 * putting the other wording in its place, and carries over the bridge only what came since; so redo, and undo again,
 * are exact, and nothing that others deleted meanwhile comes back. Edits are taken out last in, first out, and put
 * back in the opposite order.
 */
export class TextChain {
  #deltas: TextDelta[] = [];
  /** The place of the first delta in the list, and of the first that is not forgotten. */
  #offset = 0;
  #first = 0;
  #ended = false;

  get length(): number {
    return this.#offset + this.#deltas.length - this.#first;
  }

  /** Somebody else's delta. */
  append(delta: TextDelta): void {
    this.#deltas.push(delta);
  }

  /** An own delta that can be taken out again; `removed` is what it deleted. */
  appendOwn(delta: TextDelta, removed: string): TextMark {
    this.#deltas.push(delta);
    const at = this.#offset + this.#deltas.length - 1;
    return { chain: this, state: 'in', at, here: [delta], there: [], bridge: invertText(delta, removed) };
  }

  /** One edit made of the last one and an insertion that follows it directly; undefined if it is not the last. */
  extend(mark: TextMark, insertion: TextDelta): TextMark | undefined {
    const last = this.#deltas.at(-1);
    if (
      this.#ended ||
      last === undefined ||
      mark.here.length !== 1 ||
      mark.here[0] !== last ||
      mark.state !== 'in'
    )
      return undefined;
    const delta = composeText(last, insertion);
    this.#deltas[this.#deltas.length - 1] = delta;
    return { ...mark, here: [delta], bridge: composeText(invertText(insertion, ''), mark.bridge) };
  }

  /**
   * Takes an edit out, or puts it back. `delta` does so in the text as it is (`content`). Undefined if nothing of it
   * is left to do, or if the history has ended: then it stays as it is, for edits that come later may stand on its
   * wording.
   */
  turn(
    mark: TextMark,
    content: PersistentText,
  ): { readonly delta: TextDelta; readonly mark: TextMark } | undefined {
    if (this.#ended) return undefined;
    const index = mark.at - this.#offset;
    const since = this.#deltas.slice(index + mark.here.length);
    const { carried, rewritten } = carry(mark.bridge, since);
    if (carried.length === 0) return undefined;
    const here = [...mark.there, ...rewritten];
    this.#deltas = [...this.#deltas.slice(0, index), ...here];
    const bridge = invertText(carried, applyText(content, carried).removed);
    const state = mark.state === 'in' ? 'out' : 'in';
    return { delta: carried, mark: { ...mark, state, here, there: [...mark.here, ...since], bridge } };
  }

  /** The text has become another one by something that is no delta: what was done to it can no longer be taken out. */
  end(): void {
    this.#ended = true;
  }

  /** Forgets the history up to an edit, the edit included: it can no longer be taken out. */
  forgetUpTo(mark: TextMark): void {
    this.#first = Math.max(this.#first, mark.at + 1);
    const forgotten = this.#first - this.#offset;
    if (forgotten < SPARE || forgotten < this.length) return;
    this.#deltas = this.#deltas.slice(forgotten);
    this.#offset = this.#first;
  }
}

/** Carries a delta over others, and them over it, so that both ways lead to one text. */
function carry(
  delta: TextDelta,
  over: readonly TextDelta[],
): { readonly carried: TextDelta; readonly rewritten: readonly TextDelta[] } {
  let carried = delta;
  const rewritten: TextDelta[] = [];
  for (const one of over) {
    rewritten.push(transformText(one, carried, false));
    carried = transformText(carried, one, true);
  }
  return { carried, rewritten };
}
