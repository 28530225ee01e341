import { isArray, type Json, type JsonObject } from '@statehouse/kernel';
import { persistError } from '../errors.ts';

/** How values of one class are stored. */
export interface Codec<Value = unknown> {
  /** Names it in what is stored; never change it. */
  readonly tag: string;
  is(value: unknown): value is Value;
  /** Into something that can be stored itself. */
  encode(value: Value): unknown;
  decode(stored: unknown): Value;
}

/** Marks an object that stands for something else. */
const TAG = '$tag';
const VALUE = '$value';

/** Dates, maps, sets, large integers, errors, and the numbers and nothings that JSON lacks. */
const BUILT_IN: readonly Codec[] = [
  codec({
    tag: 'date',
    is: (value): value is Date => value instanceof Date,
    encode: (date) => date.getTime(),
    decode: (stored) => new Date(Number(stored)),
  }),
  codec({
    tag: 'map',
    is: (value): value is ReadonlyMap<unknown, unknown> => value instanceof Map,
    encode: (map) => [...map].flat(),
    decode: (stored) => new Map(pairsOf(stored)),
  }),
  codec({
    tag: 'set',
    is: (value): value is ReadonlySet<unknown> => value instanceof Set,
    encode: (set) => [...set],
    decode: (stored) => new Set(isArray(stored) ? stored : []),
  }),
  codec({
    tag: 'bigint',
    is: (value): value is bigint => typeof value === 'bigint',
    encode: (value) => value.toString(),
    decode: (stored) => BigInt(String(stored)),
  }),
  codec({
    tag: 'number',
    is: (value): value is number =>
      typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)),
    encode: (value) => (Object.is(value, -0) ? '-0' : String(value)),
    decode: Number,
  }),
  codec({
    tag: 'undefined',
    is: (value): value is undefined => value === undefined,
    encode: () => 0,
    decode: () => undefined,
  }),
  codec({
    tag: 'error',
    is: (value): value is Error => value instanceof Error,
    encode: ({ name, message }) => [name, message],
    decode: (stored) => {
      const [name, message] = isArray(stored) ? stored : [];
      return Object.assign(new Error(String(message)), { name: String(name) });
    },
  }),
];

/** Makes a codec, with the type of its values inferred. */
export function codec<Value>(given: Codec<Value>): Codec {
  return given;
}

/** Turns states into JSON and back. */
export interface StateCodec {
  /** @throws StatehouseError `persist/not-storable`, `persist/cyclic` */
  encode(value: unknown): Json;
  /** @throws StatehouseError `persist/unknown-tag` */
  decode(stored: Json): unknown;
}

export function stateCodec(own: readonly Codec[] = []): StateCodec {
  const codecs = [...own, ...BUILT_IN];
  const byTag = new Map(codecs.map((each) => [each.tag, each]));
  const encode = (value: unknown, path: readonly string[], inside: readonly object[]): Json => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    const found = codecs.find((each) => each.is(value));
    if (found !== undefined) {
      const around = typeof value === 'object' ? entered(value, path, inside) : inside;
      return { [TAG]: found.tag, [VALUE]: encode(found.encode(value), path, around) };
    }
    if (typeof value === 'number') return value;
    if (typeof value !== 'object') throw notStorable(path, typeof value);
    const around = entered(value, path, inside);
    if (isArray(value)) return value.map((each, at) => encode(each, [...path, String(at)], around));
    return encodeObject(value, path, around);
  };
  const encodeObject = (value: object, path: readonly string[], inside: readonly object[]): Json => {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw notStorable(path, `of the class ${value.constructor?.name ?? '?'}`);
    }
    const members: [string, Json][] = [];
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== 'function') members.push([key, encode(member, [...path, key], inside)]);
    }
    // An object with that very member is wrapped, so that it is not taken for something else.
    const plain: JsonObject = Object.fromEntries(members);
    return Object.hasOwn(value, TAG) ? { [TAG]: 'object', [VALUE]: members.flat() } : plain;
  };
  const decode = (stored: Json): unknown => {
    if (isArray(stored)) return stored.map(decode);
    if (typeof stored !== 'object' || stored === null) return stored;
    const tag = Object.hasOwn(stored, TAG) ? stored[TAG] : undefined;
    const value = stored[VALUE];
    if (tag === undefined || value === undefined) return objectOf(Object.entries(stored));
    if (tag === 'object') return objectOf(pairsOf(value));
    const found = byTag.get(String(tag));
    if (found === undefined) throw persistError('unknown-tag', { tag });
    return found.decode(decode(value));
  };
  const objectOf = (members: readonly (readonly [unknown, unknown])[]): unknown =>
    Object.fromEntries(
      members.map(([key, member]) => [String(key), isJson(member) ? decode(member) : member]),
    );
  return { encode: (value) => encode(value, [], []), decode };
}

function entered(value: object, path: readonly string[], inside: readonly object[]): readonly object[] {
  if (inside.includes(value)) throw persistError('cyclic', { path: path.join('.') });
  return [...inside, value];
}

function notStorable(path: readonly string[], kind: string): Error {
  return persistError('not-storable', { path: path.length === 0 ? 'the top' : path.join('.'), kind });
}

/** Pairs that were flattened: key, value, key, value… */
function pairsOf(stored: unknown): readonly (readonly [unknown, unknown])[] {
  const flat = isArray(stored) ? stored : [];
  return Array.from(
    { length: Math.floor(flat.length / 2) },
    (_, at) => [flat[at * 2], flat[at * 2 + 1]] as const,
  );
}

function isJson(value: unknown): value is Json {
  return value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value);
}
