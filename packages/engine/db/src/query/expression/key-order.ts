/** A value by which rows are ordered and found. Of different kinds: null before false before true before numbers before strings. */
export type KeyPart = string | number | boolean | null;

/** The order of an ordered index: by kind, numbers by size, strings by code unit. Negative if `a` stands first. */
export function compareKeyParts(a: KeyPart, b: KeyPart): number {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return kindRank(a) - kindRank(b);
}

function kindRank(part: KeyPart): number {
  if (part === null) return 0;
  if (typeof part === 'boolean') return part ? 2 : 1;
  return typeof part === 'number' ? 3 : 4;
}

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
