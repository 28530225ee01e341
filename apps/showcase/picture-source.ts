/** A picture in a document has at most so many characters: it travels in one operation, and lies on every device. */
export const LONGEST_SOURCE = 180_000;

/** Whether a text is a picture that this page has encoded: nothing else is ever shown as one. */
export function isPictureSource(text: string): boolean {
  return text.length <= LONGEST_SOURCE && /^data:image\/(webp|png|jpeg);base64,[A-Za-z0-9+/]+=*$/.test(text);
}
