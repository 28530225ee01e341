const WORD = /[\p{L}\p{N}]+/gu;

/** The words of a text: runs of letters and digits of any script, without case and compatibility forms. */
export function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
}

/** A test for texts in which every word that is asked for begins a word. Asking for none, every text passes. */
export function wordTest(asked: string): (text: string) => boolean {
  const prefixes = wordsOf(asked);
  return (text) => {
    const words = wordsOf(text);
    return prefixes.every((prefix) => words.some((word) => word.startsWith(prefix)));
  };
}
