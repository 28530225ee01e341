import type { TextDelta } from '@statehouse/ot';
import type { SharedText } from '../text/shared-text.ts';
import { isSameDelta, joined, typedOver, type Unseen } from '../text/unseen.ts';

/** What a place that shows a text has to do to show it as it is. */
export type News =
  | { readonly kind: 'none' }
  | { readonly kind: 'delta'; readonly delta: TextDelta }
  /** Another text stands in the document, or how it differs is not known. */
  | { readonly kind: 'anew'; readonly text: string };

export interface LinkListeners {
  /** The document's text has changed, by this link or by others; undefined: as a whole. */
  onChange(delta: TextDelta | undefined): void;
  /** There is something to {@link TextLink.take}. */
  onNews(): void;
}

/**
 * Stands between a shared text and one place that shows it, which takes news when it can.
 *
 * Invariant: `unseen` applied to what is shown gives the document's text, unless the text has to be read anew. Edits
 * are made outside the listeners of the text: what others do inside them is told later than it happens.
 */
export class TextLink {
  readonly #text: SharedText;
  readonly #listeners: LinkListeners;
  readonly #unsubscribe: () => void;
  #unseen: Unseen = [];
  #isReplaced = false;
  /** What has been told while an own edit is being made, the edit itself included. */
  #heard: (TextDelta | undefined)[] | undefined;

  constructor(text: SharedText, listeners: LinkListeners) {
    this.#text = text;
    this.#listeners = listeners;
    this.#unsubscribe = text.subscribe((delta) => this.#hear(delta));
  }

  get unseen(): Unseen {
    return this.#unseen;
  }

  /** False: what is shown is not the document's text at all, and its positions mean nothing there. */
  get isLinked(): boolean {
    return !this.#isReplaced;
  }

  /**
   * The person has made `own` of what is shown: makes it in the document. An edit that takes no effect there is taken
   * back by the next news.
   * @throws what the text throws; then the document is as it was, and what is shown has to become so too
   */
  edit(own: TextDelta): void {
    if (this.#isReplaced) return;
    const before = this.#unseen;
    const { unseen, delta } = typedOver(before, own);
    this.#unseen = unseen;
    if (delta.length === 0) return;
    const heard: (TextDelta | undefined)[] = [];
    this.#heard = heard;
    try {
      this.#text.edit(delta);
    } catch (error) {
      this.#unseen = before;
      for (const change of heard) this.#defer(change);
      throw error;
    } finally {
      this.#heard = undefined;
    }
    for (const change of withoutOwn(heard, delta)) this.#defer(change);
  }

  /** What is unseen, which is shown from now on. */
  take(): News {
    const delta = this.#unseen;
    this.#unseen = [];
    if (this.#isReplaced) {
      this.#isReplaced = false;
      return { kind: 'anew', text: this.#text.read() };
    }
    return delta.length === 0 ? { kind: 'none' } : { kind: 'delta', delta };
  }

  dispose(): void {
    this.#unsubscribe();
  }

  #hear(delta: TextDelta | undefined): void {
    this.#listeners.onChange(delta);
    if (this.#heard === undefined) this.#defer(delta);
    else this.#heard.push(delta);
  }

  #defer(delta: TextDelta | undefined): void {
    if (delta === undefined) this.#isReplaced = true;
    else this.#unseen = joined(this.#unseen, delta);
    this.#listeners.onNews();
  }
}

/**
 * What others did of all that was told during an own edit. The edit comes first, perhaps in pieces (a large paste).
 * If it does not come as it was made, how the text differs is not known.
 */
function withoutOwn(
  heard: readonly (TextDelta | undefined)[],
  own: TextDelta,
): readonly (TextDelta | undefined)[] {
  let made: TextDelta = [];
  for (const [index, delta] of heard.entries()) {
    if (delta === undefined) break;
    made = joined(made, delta);
    if (isSameDelta(made, own)) return heard.slice(index + 1);
  }
  return [undefined];
}
