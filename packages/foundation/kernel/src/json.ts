/** A JSON value (RFC 8259). Absent object members are absent, never `undefined`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for arrays, keeping the element type `unknown` rather than `any`. */
export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/**
 * Canonical text of a JSON value by RFC 8785 (JCS): members in UTF-16 order, ECMAScript numbers, −0 as 0.
 * Equal values have equal text; digests and comparisons of replicas are made of it.
 */
export function canonicalize(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value === 0 ? 0 : value);
  if (isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalize(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** Structural equality of plain JSON-like values; members may stand in any order, and an absent one is not `null`. */
export function jsonEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isArray(a)) {
    return isArray(b) && a.length === b.length && a.every((item, index) => jsonEquals(item, b[index]));
  }
  if (isArray(b) || !isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && jsonEquals(a[key], b[key]))
  );
}

/** True when the string holds no lone surrogate, so that it survives UTF-8. */
export function isWellFormedText(text: string): boolean {
  return text.isWellFormed();
}
