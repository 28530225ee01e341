import type { TextDelta } from '@statehouse/ot';

/** One text of a document, as an input field needs it. */
export interface SharedText {
  read(): string;
  /**
   * Hears of every change, the field's own included. `delta` is exact in the coordinates of the text before it;
   * undefined: the text was replaced as a whole, read it again.
   */
  subscribe(listener: (delta: TextDelta | undefined) => void): () => void;
  /** Makes one edit, in the coordinates of the text as {@link SharedText.read} gives it. */
  edit(delta: TextDelta): void;
}
