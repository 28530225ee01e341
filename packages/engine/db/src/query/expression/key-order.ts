import type { KeyPart } from '@statehouse/collections';

/** Whether a value can be part of a key. */
export function isKeyPart(value: unknown): value is KeyPart {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

/** The value of a field as part of a key; what cannot be one (a text, a list) counts as null. */
export function keyPartOf(value: unknown): KeyPart {
  return isKeyPart(value) ? value : null;
}

/** The least string above all that begin with the prefix; undefined if there is none. */
export function endOfPrefix(prefix: string): string | undefined {
  for (let length = prefix.length; length > 0; length -= 1) {
    const last = prefix.charCodeAt(length - 1);
    if (last < 0xffff) return prefix.slice(0, length - 1) + String.fromCharCode(last + 1);
  }
  return undefined;
}
