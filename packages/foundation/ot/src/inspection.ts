import { isWellFormedText, type StatehouseError } from '@statehouse/kernel';
import { otError } from './errors.ts';

/** Bounds of one operation, as a server or an application sets them. */
export interface OperationLimits {
  readonly maxEdits: number;
  /** Of ids and of the names of tables, fields, transactions and groups, in UTF-8. */
  readonly maxIdBytes: number;
  /** Of JSON values, and the length of a path. */
  readonly maxDepth: number;
}

/** What holds unless an application says otherwise. */
export const DEFAULT_OPERATION_LIMITS: OperationLimits = { maxEdits: 5000, maxIdBytes: 128, maxDepth: 64 };

export type MalformedCode = 'malformed-operation' | 'malformed-effect' | 'malformed-conflicts';

/** A record from outside, whose members nobody has looked at. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * One walk through a value from outside. It knows where it stands, so that an error can name the place by its role
 * and index, and never by content; and it remembers whether a −0 was seen, which is stored as 0.
 */
export class Inspection {
  readonly limits: OperationLimits;
  readonly #malformed: MalformedCode;
  readonly #listName: string;
  /** The item of the list that is being looked at; −1 outside. */
  index = -1;
  sawNegativeZero = false;

  constructor(malformed: MalformedCode, listName: string, limits: OperationLimits) {
    this.#malformed = malformed;
    this.#listName = listName;
    this.limits = limits;
  }

  where(part: string): string {
    return this.index < 0 ? part : `${this.#listName}[${this.index}].${part}`;
  }

  malformed(part: string, expected: string): StatehouseError {
    return otError(this.#malformed, { where: this.where(part), expected });
  }

  /** A plain object with no other members than these, none of them undefined. */
  record(value: unknown, part: string, members: ReadonlySet<string>): UnknownRecord {
    const record = this.plainObject(value, part);
    for (const key in record) {
      if (!members.has(key)) throw otError('unknown-member', { where: this.where(part) });
      if (record[key] === undefined) throw this.malformed(part, 'no undefined members');
    }
    return record;
  }

  plainObject(value: unknown, part: string): UnknownRecord {
    if (!isPlainObject(value)) throw this.malformed(part, 'an object');
    return value;
  }

  list(value: unknown, part: string): readonly unknown[] {
    if (!isList(value)) throw this.malformed(part, 'a list');
    return value;
  }

  /** An id or a name: not empty, well-formed, short enough, not reserved. */
  name(value: unknown, part: string): string {
    const text = this.text(value, part);
    const limit = this.limits.maxIdBytes;
    if (text === '' || text.length > limit || (text.length * 3 > limit && byteLength(text) > limit)) {
      throw otError('id-length', { where: this.where(part), limit });
    }
    this.key(text, part);
    return text;
  }

  text(value: unknown, part: string): string {
    if (typeof value !== 'string') throw this.malformed(part, 'a string');
    if (!isWellFormedText(value)) throw otError('lone-surrogate', { where: this.where(part) });
    return value;
  }

  /** Refuses keys that mean something to the engine. */
  key(key: string, part: string): void {
    if (FORBIDDEN_KEYS.has(key)) throw otError('forbidden-key', { where: this.where(part) });
  }

  safeInteger(value: unknown, part: string): void {
    if (!Number.isSafeInteger(value)) throw otError('unsafe-number', { where: this.where(part) });
    if (Object.is(value, -0)) this.sawNegativeZero = true;
  }

  /** A version of a log: a safe integer from 0 on. */
  version(value: unknown, part: string): void {
    this.safeInteger(value, part);
    if (Number(value) < 0) throw this.malformed(part, 'at least 0');
  }

  /** Any JSON value, at most `maxDepth` levels of lists and objects deep. */
  json(value: unknown, part: string, depth = 0): void {
    switch (typeof value) {
      case 'string':
        this.text(value, part);
        return;
      case 'number':
        if (!Number.isFinite(value)) throw otError('unsafe-number', { where: this.where(part) });
        if (Object.is(value, -0)) this.sawNegativeZero = true;
        return;
      case 'boolean':
        return;
      case 'object':
        if (value !== null) this.#container(value, part, depth + 1);
        return;
      default:
        throw otError('not-json', { where: this.where(part) });
    }
  }

  #container(value: object, part: string, depth: number): void {
    const limit = this.limits.maxDepth;
    if (depth > limit) throw otError('too-deep', { where: this.where(part), limit });
    if (isList(value)) {
      for (let index = 0; index < value.length; index += 1) this.json(value[index], part, depth);
      return;
    }
    if (!isPlainObject(value)) throw otError('not-json', { where: this.where(part) });
    for (const key in value) {
      this.key(key, part);
      if (!isWellFormedText(key)) throw otError('lone-surrogate', { where: this.where(part) });
      this.json(value[key], part, depth);
    }
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** True for objects as JSON makes them, of any realm: their prototype is none, or one that has none. */
function isPlainObject(value: unknown): value is UnknownRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The value with every −0 as 0; only for values whose JSON has been inspected. */
export function withPlainZeros(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (isList(value)) return value.map(withPlainZeros);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPlainZeros(member)]));
}
