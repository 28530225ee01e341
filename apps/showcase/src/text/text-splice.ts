/** One edit of a text: at `start`, `deleted` units go and `inserted` comes. */
export interface TextSplice {
  readonly start: number;
  readonly deleted: number;
  readonly inserted: string;
}

/**
 * The edit that turned `before` into `after`, or undefined if nothing changed. `caret` is where the caret stands
 * after it: typed text ends there, and a deletion happened there, which settles what a bare comparison leaves open
 * (which of two equal letters was typed); without it the common end is taken as long as it can be. Never cuts a
 * surrogate pair.
 */
export function spliceFromEdit(
  before: string,
  after: string,
  caret = Number.POSITIVE_INFINITY,
): TextSplice | undefined {
  if (before === after) return undefined;
  return splitBySuffix(before, after, suffixAtCaret(before, after, caret) ?? commonSuffix(before, after));
}

/** How many units follow the caret, if the text before the edit ended in the same ones. */
function suffixAtCaret(before: string, after: string, caret: number): number | undefined {
  const length = after.length - caret;
  if (length < 0 || length > before.length) return undefined;
  return before.endsWith(after.slice(caret)) ? length : undefined;
}

function commonSuffix(before: string, after: string): number {
  const limit = Math.min(before.length, after.length);
  let length = 0;
  while (
    length < limit &&
    before.charCodeAt(before.length - 1 - length) === after.charCodeAt(after.length - 1 - length)
  ) {
    length += 1;
  }
  return length;
}

function splitBySuffix(before: string, after: string, suffix: number): TextSplice {
  const kept =
    startsInsidePair(before, before.length - suffix) || startsInsidePair(after, after.length - suffix)
      ? suffix - 1
      : suffix;
  const limit = Math.min(before.length, after.length) - kept;
  let start = 0;
  while (start < limit && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (startsInsidePair(before, start) || startsInsidePair(after, start)) start -= 1;
  return { start, deleted: before.length - kept - start, inserted: after.slice(start, after.length - kept) };
}

/** True when a cut at `index` would separate the two halves of one character. */
function startsInsidePair(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false;
  const high = text.charCodeAt(index - 1);
  const low = text.charCodeAt(index);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
