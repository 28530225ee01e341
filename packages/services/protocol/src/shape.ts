import { isArray, isJsonObject, type JsonObject } from '@statehouse/kernel';
import { protocolError } from './errors.ts';

/*
 * Readers of single members. `at` names the place in the message (never the value) and ends up in the error. The
 * values come from JSON.parse, so that everything that is an object here is plain JSON.
 */

/** Refuses members beyond `allowed`. */
export function onlyMembers(value: JsonObject, allowed: ReadonlySet<string>, at: string): void {
  for (const key in value) if (!allowed.has(key)) throw protocolError('unknown-field', { at });
}

/** An object with exact members. */
export function readObject(value: unknown, allowed: ReadonlySet<string>, at: string): JsonObject {
  if (!isJsonObject(value)) throw wrongType(value, at, 'an object');
  onlyMembers(value, allowed, at);
  return value;
}

export function readArray(value: unknown, at: string): readonly unknown[] {
  if (!isArray(value)) throw wrongType(value, at, 'a list');
  return value;
}

export function readString(value: unknown, at: string): string {
  if (typeof value !== 'string') throw wrongType(value, at, 'a string');
  return value;
}

/** A safe integer of at least `least`. */
export function readInteger(value: unknown, at: string, least = 0): number {
  if (typeof value !== 'number') throw wrongType(value, at, 'a number');
  if (!Number.isSafeInteger(value) || value < least) {
    throw protocolError('out-of-range', { at, expected: `a safe integer of at least ${least}` });
  }
  return value;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** An id or a document's name: 1 to `maxBytes` bytes in UTF-8, without control characters. */
export function readId(value: unknown, at: string, maxBytes: number): string {
  const id = readString(value, at);
  if (id === '' || (id.length * 3 > maxBytes && utf8Length(id) > maxBytes)) {
    throw protocolError('out-of-range', { at, expected: `1 to ${maxBytes} bytes long` });
  }
  if (CONTROL.test(id)) throw protocolError('out-of-range', { at, expected: 'free of control characters' });
  return id;
}

function wrongType(value: unknown, at: string, expected: string): Error {
  return value === undefined
    ? protocolError('missing-field', { at })
    : protocolError('wrong-type', { at, expected });
}

/** The length of a text in UTF-8, in bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair is four bytes for two units: two for the first, none more for the second.
    if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) index += 1;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
