/** Runs of letters and digits; scripts that put no space between words give a word for each letter. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{M}\p{N}]+/gu;
/** What stands in the middle of a word without parting it, and accents: “can’t” is “cant”, “é” is “e”. */
const IGNORED = /[\u0300-\u036f'’]/g;
/** Longer ones are cut: nobody types them. */
const LONGEST = 64;

/**
 * The words of a text as they are compared: without case, accents, width and ligatures (Unicode NFKD), in the order of
 * the text.
 */
export function wordsIn(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(IGNORED, '').toLowerCase();
  return plain.match(WORD)?.map((word) => (word.length > LONGEST ? word.slice(0, LONGEST) : word)) ?? [];
}
