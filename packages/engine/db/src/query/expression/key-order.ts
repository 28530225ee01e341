import type { KeyPart } from '@statehouse/collections';

/** Whether a value can be part of a key. */
export function isKeyPart(value: unknown): value is KeyPart {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The least string above all that begin with the prefix; undefined if there is none. */
export function endOfPrefix(prefix: string): string | undefined {
  for (let length = prefix.length; length > 0; length -= 1) {
    const last = prefix.charCodeAt(length - 1);
    if (last < 0xffff) return prefix.slice(0, length - 1) + String.fromCharCode(last + 1);
  }
  return undefined;
}
