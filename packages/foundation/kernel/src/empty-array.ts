/**
 * Takes everything out of an array that is about to be filled again. Setting its length to 0 would give its room away as
 * well, and the next item would have to make it anew. O(length).
 */
export function emptyArray(items: unknown[]): void {
  while (items.length > 0) items.pop();
}
