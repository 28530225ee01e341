import type { IndexRange } from '@statehouse/collections';

/**
 * The least string above all that begin with the prefix, as code units compare; undefined if there is none. It need not be
 * well-formed: above a prefix that ends in a high surrogate stands one that ends in a low one.
 */
export function endOfPrefix(prefix: string): string | undefined {
  for (let length = prefix.length; length > 0; length -= 1) {
    const last = prefix.charCodeAt(length - 1);
    if (last < 0xffff) return prefix.slice(0, length - 1) + String.fromCharCode(last + 1);
  }
  return undefined;
}

/** Where the strings that begin with the prefix stand in an index with one part. */
export function rangeOfPrefix(prefix: string): IndexRange {
  const end = endOfPrefix(prefix);
  return end === undefined ? { from: [prefix] } : { from: [prefix], to: [end], isToExclusive: true };
}
