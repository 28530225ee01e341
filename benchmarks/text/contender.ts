import type { TextEdit } from './edits.ts';

/** A way of keeping a text under edits. */
export interface TextContender {
  readonly impl: string;
  /** Slow ones are not repeated on long traces. */
  readonly slow?: boolean;
  /** Applies all edits, one by one, to an empty text: this is timed. Answers how to read the text: that is not. */
  run(edits: readonly TextEdit[]): () => string;
}
