/**
 * The beginning of a text, of at most so many UTF-16 units, as a document can hold it: no character is halved by the
 * cut, and a half that was there before becomes the sign for what cannot be shown.
 */
export function shortText(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  const isHalf = text.length > most && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? most - 1 : most).toWellFormed();
}
