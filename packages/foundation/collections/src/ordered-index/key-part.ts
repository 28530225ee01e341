import type { KeyPart } from './ordered-index.ts';

/** Orders two values as an ascending index does: negative, zero or positive. −0 equals 0; strings go by UTF-16 code units. */
export function compareKeyParts(a: KeyPart, b: KeyPart): number {
  if (a === b) return 0;
  if (typeof a === 'string') return typeof b === 'string' && a < b ? -1 : 1;
  if (typeof b === 'string') return -1;
  if (typeof a === 'number') return typeof b === 'number' && a < b ? -1 : 1;
  if (typeof b === 'number') return -1;
  return a === null || b === true ? -1 : 1;
}
